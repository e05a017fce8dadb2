// Its types are in windows.h here.
#pragma once
