// wslservice.exe, the stand-in: loads plugins and calls their hooks on request. It knows how WSL lays out memory,
// threads, locks and errors; what WSL does when (which hook follows which) is modelled in src/wsl/wsl.ts, which
// drives it.
#include "requests.h"

int main()
{
    standin::ServeRequests();
}
