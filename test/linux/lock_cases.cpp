// The lock that hooks take.
#include "cases/cases.h"
#include "win32/hook_lock.h"
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Guard = std::unique_lock<win32::HookLock>;

constexpr Clock::time_point kNow{};

Clock::time_point Soon()
{
    return Clock::now() + std::chrono::milliseconds(20);
}

Clock::time_point Late()
{
    return Clock::now() + std::chrono::minutes(1);
}

bool AnotherThreadGets(win32::HookLock& lock, Clock::time_point end)
{
    bool got = false;
    std::thread([&] { got = Guard(lock, end).owns_lock(); }).join();
    return got;
}

void TakenAgain()
{
    win32::HookLock lock;
    {
        const Guard outer(lock, kNow);
        Expect(outer.owns_lock(), "it is free, and not to be had");
        {
            const Guard inner(lock, kNow);
            Expect(inner.owns_lock(), "the thread that has it does not get it again");
            ExpectEqual(lock.Depth(), 2);
        }
        ExpectEqual(lock.Depth(), 1);
        Expect(!AnotherThreadGets(lock, kNow), "two threads have it");
        Expect(!AnotherThreadGets(lock, Soon()), "two threads have it after a while");
    }
    Expect(AnotherThreadGets(lock, kNow), "it was not released");
}

void OneAfterTheOther()
{
    constexpr int kTimes = 200;
    win32::HookLock lock;
    int count = 0;
    std::atomic<int> inside = 0;
    std::atomic<bool> together = false;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; i++)
    {
        threads.emplace_back([&] {
            for (int time = 0; time < kTimes; time++)
            {
                const Guard guard(lock, Late());
                together = together || ++inside != 1;
                count += guard.owns_lock() ? 1 : 0;
                std::this_thread::yield();
                inside--;
            }
        });
    }
    threads.clear();
    Expect(!together, "two threads had it");
    ExpectEqual(count, 4 * kTimes);
}

// The other thread takes it again as soon as it can.
void NobodyPushesIn()
{
    win32::HookLock lock;
    std::atomic<bool> had = false;
    Guard guard(lock, kNow);
    std::thread waiter([&] { had = Guard(lock, Late()).owns_lock(); });
    for (int round = 0; round < 1000 && !had; round++)
    {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        guard.unlock();
        guard = Guard(lock, Late());
    }
    const bool hadInTime = had;
    guard.unlock();
    waiter.join();
    Expect(hadInTime, "it was not passed on");
}

const AddCases g_cases{
    {"a thread may take the hooks' lock again, and no other may meanwhile", TakenAgain},
    {"the hooks' lock is passed on to who has waited longest", NobodyPushesIn},
    {"threads have the hooks' lock one after the other", OneAfterTheOther},
};

} // namespace
