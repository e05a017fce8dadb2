#include "engine/stack_check.h"
#include <pthread.h>

__thread uintptr_t sandbox_known_stack_bottom = 0;

uintptr_t sandbox_find_stack_bottom(void)
{
    pthread_attr_t attributes;
    void* lowest = nullptr;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0)
    {
        pthread_attr_getstack(&attributes, &lowest, &size);
        pthread_attr_destroy(&attributes);
    }
    sandbox_known_stack_bottom = reinterpret_cast<uintptr_t>(lowest);
    return sandbox_known_stack_bottom;
}
