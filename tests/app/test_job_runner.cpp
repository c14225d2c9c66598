#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "app/job_runner.hpp"

using namespace safeground;
using namespace std::chrono_literals;

namespace {

std::optional<app::Outcome> wait_for(app::JobRunner& jobs) {
    for (int i = 0; i < 2000; ++i) {
        if (auto outcome = jobs.poll()) return outcome;
        std::this_thread::sleep_for(2ms);
    }
    return std::nullopt;
}

/// Works until it is cancelled, as a long analysis does.
app::Outcome until_cancelled(const core::Progress& progress) {
    for (int step = 0; !progress.cancelled(); ++step) {
        progress.report(0.3, "shuffling");
        std::this_thread::sleep_for(1ms);
    }
    return app::AnalysisDone{{}, core::cancelled()};
}

}  // namespace

TEST_CASE("A job gives its outcome once and its progress while it runs") {
    std::atomic<int> wakes = 0;
    app::JobRunner jobs([&] { ++wakes; });
    REQUIRE(jobs.start("Work", true, until_cancelled));
    CHECK(jobs.busy());
    for (int i = 0; i < 1000 && jobs.status()->fraction == 0; ++i) std::this_thread::sleep_for(1ms);
    const auto status = jobs.status();
    REQUIRE(status);
    CHECK(status->title == "Work");
    CHECK(status->step == "shuffling");
    CHECK(status->fraction == Approx(0.3));
    CHECK(status->analysis);
    CHECK_FALSE(jobs.poll());

    jobs.cancel();
    const auto outcome = wait_for(jobs);
    REQUIRE(outcome);
    const auto* done = std::get_if<app::AnalysisDone>(&*outcome);
    REQUIRE(done != nullptr);
    CHECK(done->output.kind() == core::ErrorKind::Cancelled);
    CHECK_FALSE(jobs.busy());
    CHECK_FALSE(jobs.poll());
    CHECK(wakes > 0);
}

TEST_CASE("Only one job runs at a time, and another can start after it") {
    app::JobRunner jobs;
    REQUIRE(jobs.start("First", false, until_cancelled));
    CHECK_FALSE(jobs.start("Second", false, until_cancelled));
    CHECK(jobs.status()->title == "First");
    jobs.cancel();
    REQUIRE(wait_for(jobs));
    CHECK(jobs.start("Third", false, until_cancelled));
}

TEST_CASE("Closing the program in the middle of a job cancels it and waits") {
    std::atomic<bool> ended = false;
    {
        app::JobRunner jobs;
        REQUIRE(jobs.start("Work", false, [&](const core::Progress& progress) {
            app::Outcome outcome = until_cancelled(progress);
            ended = true;
            return outcome;
        }));
        std::this_thread::sleep_for(5ms);
    }
    CHECK(ended);
}

TEST_CASE("A broken machine in a job is thrown again on the frame's thread") {
    app::JobRunner jobs;
    REQUIRE(jobs.start("Work", false, [](const core::Progress&) -> app::Outcome { throw std::bad_alloc(); }));
    for (int i = 0; i < 1000; ++i) {
        try {
            const std::optional<app::Outcome> outcome = jobs.poll();
            if (outcome) FAIL("an outcome came of it");
        } catch (const std::bad_alloc&) {
            SUCCEED("thrown");
            CHECK_FALSE(jobs.busy());
            return;
        }
        std::this_thread::sleep_for(2ms);
    }
    FAIL("nothing was thrown");
}
