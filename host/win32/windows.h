// windows.h, with the sockets' header, which has to come first.
#pragma once
#include <winsock2.h>

#include <windows.h>
