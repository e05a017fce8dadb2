// How many calls are under way inside each other on the thread that holds the plugin's lock.
#pragma once

class Nesting
{
public:
    explicit Nesting(int& depth) noexcept : m_depth(depth)
    {
        m_depth++;
    }
    ~Nesting()
    {
        m_depth--;
    }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

private:
    int& m_depth;
};
