// windows.h, with the sockets that have to come before it.
#pragma once
#include <winsock2.h>

#include <windows.h>
