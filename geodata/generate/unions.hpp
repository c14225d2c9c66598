#pragma once

#include <cstddef>
#include <numeric>
#include <vector>

namespace safeground::demo {

/// Which of 0 .. n-1 are joined, directly or through others.
struct Unions {
    std::vector<int> parent;
    explicit Unions(std::size_t n) : parent(n) { std::iota(parent.begin(), parent.end(), 0); }
    int find(int i) {
        while (parent[static_cast<std::size_t>(i)] != i) {
            auto& up = parent[static_cast<std::size_t>(i)];
            up = parent[static_cast<std::size_t>(up)];
            i = up;
        }
        return i;
    }
    bool join(int a, int b) {
        a = find(a), b = find(b);
        if (a != b) parent[static_cast<std::size_t>(b)] = a;
        return a != b;
    }
};

}  // namespace safeground::demo
