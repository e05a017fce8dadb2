# Builds for 64-bit Windows with MinGW-w64, on Linux or on Windows itself. -DARCHITECTURE=x86_64 or aarch64 says for which
# processors.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR ${ARCHITECTURE})
# CMake reads this file again in each of its trials of the compiler.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES ARCHITECTURE)

set(PREFIX ${ARCHITECTURE}-w64-mingw32-)
if(ARCHITECTURE STREQUAL "x86_64")
    # Debian's compilers come in two flavours; the one with POSIX threads has std::thread and std::mutex.
    find_program(CMAKE_CXX_COMPILER NAMES ${PREFIX}g++-posix ${PREFIX}g++ REQUIRED)
else()
    # GCC has no unwinding by Windows' tables for ARM.
    find_program(CMAKE_CXX_COMPILER NAMES ${PREFIX}clang++ REQUIRED)
endif()
find_program(CMAKE_RC_COMPILER NAMES ${PREFIX}windres windres REQUIRED)
find_program(CMAKE_OBJCOPY NAMES ${PREFIX}objcopy objcopy REQUIRED)
find_program(CMAKE_STRIP NAMES ${PREFIX}strip strip REQUIRED)

set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
