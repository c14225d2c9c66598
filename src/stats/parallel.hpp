#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "core/progress.hpp"

namespace safeground::stats {

/// Threads to use for `asked` (0: all of the machine), at most 256.
inline unsigned thread_count(int asked) {
    if (asked > 0) return static_cast<unsigned>(std::min(asked, 256));
    return std::clamp(std::thread::hardware_concurrency(), 1U, 256U);
}

/// Calls work(begin, end) for consecutive chunks of `chunk` items covering 0 .. count-1, from several
/// threads.
///
/// Chunks do not depend on the number of threads, and `work` must write results by item, so the outcome does
/// not either. False if cancelled, with some chunks undone. An exception of `work` (out of memory) is passed
/// on.
template <class Work>
bool parallel_for(std::size_t count, std::size_t chunk, int threads, const core::Progress& progress,
                  std::string_view step, Work work) {
    if (count == 0) return !progress.cancelled();
    const std::size_t chunks = (count + chunk - 1) / chunk;
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> done{0};
    std::atomic<bool> stop{false};
    std::exception_ptr failure;
    std::mutex failure_mutex;
    const auto run = [&] {
        try {
            for (std::size_t c = next++; c < chunks && !stop; c = next++) {
                if (progress.cancelled()) {
                    stop = true;
                    return;
                }
                work(c * chunk, std::min(count, (c + 1) * chunk));
                const std::size_t finished = ++done;
                if (finished % std::max<std::size_t>(1, chunks / 100) == 0)
                    progress.report(static_cast<double>(finished) / static_cast<double>(chunks), step);
            }
        } catch (...) {
            const std::lock_guard lock(failure_mutex);
            failure = std::current_exception();
            stop = true;
        }
    };
    {
        const std::size_t wanted = std::min<std::size_t>(thread_count(threads), chunks);
        std::vector<std::jthread> helpers;
        helpers.reserve(wanted);
        for (std::size_t t = 1; t < wanted; ++t) helpers.emplace_back(run);
        run();
    }
    if (failure) std::rethrow_exception(failure);
    return !stop;
}

}  // namespace safeground::stats
