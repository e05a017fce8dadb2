#pragma once

// Each case begins at the same moment.
void RestartClock() noexcept;
