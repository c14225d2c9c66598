#pragma once

#include <array>
#include <cstdint>

namespace safeground::core {

/// Philox 4x32 with 10 rounds: a block of four random words is a pure function of a counter and a key.
/// Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key);

/// Who draws. Every statistic has its own number, so two of them never share draws under one seed.
/// Numbers are part of the results: never change one, only add.
enum class StreamId : std::uint32_t {
    GlobalMoran = 1,
    LocalMoran = 2,
    GetisOrd = 3,
    SharedSubsets = 4,
    EmpiricalBayesMoran = 5,
    GlobalGeary = 6,
    GeneralG = 7,
    GlobalLee = 8,
    LocalGeary = 9,
    LocalLee = 10,
    BivariateMoran = 11,
    PartialMoran = 12,
    Losh = 13,
    JoinCount = 14,
    Correlogram = 15,
    SuppressedFill = 16,
    NoiseCheck = 17,
    Stability = 18,
    DemoBorough = 100,
    Test = 999
};

/// A stream of random numbers keyed by (seed, statistic, item, replicate). No shared state: any split of the
/// work over threads gives the same numbers. One stream gives 2^32 blocks of four words. Cheap to construct.
class RandomStream {
public:
    RandomStream(std::uint64_t seed, StreamId stream, std::uint32_t item = 0, std::uint32_t replicate = 0);

    std::uint32_t next_u32();
    std::uint64_t next_u64();
    /// Uniform on 0 .. n-1 without bias (Lemire 2019), the same on every platform. n >= 1.
    std::uint32_t below(std::uint32_t n);
    /// Uniform on [0, 1) with 53 bits.
    double uniform();
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// Standard normal (polar method).
    double normal();
    /// Poisson count with this mean (inversion below 30, normal rejection PTRS above; Hormann 1993).
    std::uint32_t poisson(double mean);

private:
    std::array<std::uint32_t, 4> m_counter;
    std::array<std::uint32_t, 2> m_key;
    std::array<std::uint32_t, 4> m_block{};
    unsigned m_used = 4;
};

}  // namespace safeground::core
