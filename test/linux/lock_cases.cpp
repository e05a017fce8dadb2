// The lock that hooks take.
#include "cases/cases.h"
#include "fake_windows.h"
#include "win32/hook_lock.h"
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace {

using Guard = std::unique_lock<win32::HookLock>;

constexpr std::chrono::milliseconds kNow{0};
constexpr std::chrono::milliseconds kSoon{10};
constexpr std::chrono::milliseconds kLate = std::chrono::minutes(1);

bool AnotherThreadGets(win32::HookLock& lock, std::chrono::milliseconds turn)
{
    bool got = false;
    std::thread([&] { got = lock.Take(turn).owns_lock(); }).join();
    return got;
}

void TakenAgain()
{
    win32::HookLock lock;
    {
        const Guard outer = lock.Take(kNow);
        Expect(outer.owns_lock(), "it is free, and not to be had");
        {
            const Guard inner = lock.Take(kNow);
            Expect(inner.owns_lock(), "the thread that has it does not get it again");
            ExpectEqual(lock.Depth(), 2);
        }
        ExpectEqual(lock.Depth(), 1);
        Expect(!AnotherThreadGets(lock, kNow), "two threads have it");
        Expect(!AnotherThreadGets(lock, kSoon), "two threads have it after a while");
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
                const Guard guard = lock.Take(kLate);
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
void LocksInOrder()
{
    win32::HookLock lock;
    std::atomic<bool> had = false;
    Guard guard = lock.Take(kNow);
    std::thread waiter([&] { had = lock.Take(kLate).owns_lock(); });
    for (int round = 0; round < 1000 && !had; round++)
    {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        guard.unlock();
        guard = lock.Take(kLate);
    }
    const bool hadInTime = had;
    guard.unlock();
    waiter.join();
    Expect(hadInTime, "it was not passed on");
}

// The waiters get the lock in the order of their numbers; the first returns before its time is over only if the lock
// has been passed on.
void InOrderOfArrival()
{
    constexpr int kWaiters = 20;
    win32::HookLock lock;
    std::vector<int> order;
    Guard guard = lock.Take(kNow);
    std::vector<std::jthread> threads;
    for (int i = 0; i < kWaiters; i++)
    {
        threads.emplace_back([&, i] {
            const Guard waited = lock.Take(kLate);
            order.push_back(i);
        });
        while (lock.Waiting() != i + 1)
        {
            std::this_thread::yield();
        }
    }
    guard.unlock();
    threads.clear();
    for (int i = 0; i < kWaiters; i++)
    {
        ExpectEqual(order[static_cast<size_t>(i)], i);
    }
}

// Each has more time, by as much as those ahead of it may take.
void WaitsForThoseAhead()
{
    constexpr std::chrono::milliseconds kTurn = std::chrono::minutes(1);
    win32::HookLock lock;
    Guard guard = lock.Take(kNow);
    std::vector<std::jthread> threads;
    for (int ahead = 1; ahead <= 5; ahead++)
    {
        threads.emplace_back([&] { const Guard waited = lock.Take(kTurn); });
        while (lock.Waiting() != ahead)
        {
            std::this_thread::yield();
        }
        const std::chrono::milliseconds wait(LastSleep());
        Expect(
            wait > ahead * kTurn && wait <= (ahead + 1) * kTurn,
            "behind " + std::to_string(ahead) + " it waits for " + std::to_string(wait.count()) + " ms");
    }
    guard.unlock();
}

const AddCases g_cases{
    {"a thread may take the hooks' lock again, and no other may meanwhile", TakenAgain},
    {"the hooks' lock is passed on to who has waited longest", LocksInOrder},
    {"threads have the hooks' lock in the order in which they came", InOrderOfArrival},
    {"who waits for the hooks' lock waits a turn for each thread ahead", WaitsForThoseAhead},
    {"threads have the hooks' lock one after the other", OneAfterTheOther},
};

} // namespace
