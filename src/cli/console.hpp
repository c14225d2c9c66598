#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/progress.hpp"
#include "core/result.hpp"

namespace safeground::cli {

/// 0 done; the rest are what cli.md says of each kind of failure.
inline constexpr int kDone = 0;
int exit_status(core::ErrorKind kind);

/// Standard error: messages, and progress while it is a terminal. Standard output is left to results. Any
/// thread may report.
class Console {
public:
    explicit Console(std::stop_token stop);

    /// Carries the cancel of SIGINT and draws one line on the terminal.
    core::Progress progress();
    void message(const std::string& text);
    void warn(const std::vector<std::string>& warnings);
    /// Warnings and notes of a result that succeeded.
    void warn(const std::vector<core::Diagnostic>& diagnostics);
    /// Prints every diagnostic and gives the exit status.
    int fail(const core::Failure& failure);

private:
    void clear_line();
    void draw(double fraction, std::string_view step);

    std::stop_token m_stop;
    bool m_terminal = false;
    std::mutex m_mutex;
    bool m_drawn = false;
    std::chrono::steady_clock::time_point m_started, m_last;
};

}  // namespace safeground::cli
