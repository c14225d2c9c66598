#include "stats/parallel.hpp"

#include <catch2/catch.hpp>
#include <new>

#include "stats/fixtures.hpp"

using namespace safeground;

TEST_CASE("Every item is worked on exactly once, whatever the threads") {
    for (const int threads : {1, 2, 7, 0})
        for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{10}, std::size_t{1001}}) {
            std::vector<int> visits(count, 0);
            const bool finished =
                stats::parallel_for(count, 16, threads, {}, "", [&](std::size_t begin, std::size_t end) {
                    for (std::size_t i = begin; i < end; ++i) ++visits[i];
                });
            CHECK(finished);
            CHECK(std::count(visits.begin(), visits.end(), 1) == static_cast<std::ptrdiff_t>(count));
        }
}

TEST_CASE("An exception of a worker reaches the caller") {
    CHECK_THROWS_AS(stats::parallel_for(100, 1, 4, {}, "",
                                        [](std::size_t begin, std::size_t) {
                                            if (begin == 50) throw std::bad_alloc();
                                        }),
                    std::bad_alloc);
}

TEST_CASE("Cancelled work says that it is not finished") {
    std::stop_source source;
    const core::Progress progress(source.get_token());
    std::atomic<int> chunks{0};
    const bool finished = stats::parallel_for(1000, 1, 2, progress, "", [&](std::size_t, std::size_t) {
        if (++chunks == 10) source.request_stop();
    });
    CHECK_FALSE(finished);
    CHECK(chunks < 20);
}
