#include "cli/console.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace safeground::cli {

int exit_status(core::ErrorKind kind) {
    switch (kind) {
        case core::ErrorKind::CheckFailed:
            return 1;
        case core::ErrorKind::Usage:
            return 2;
        case core::ErrorKind::Input:
            return 3;
        case core::ErrorKind::Cancelled:
            return 4;
    }
    return 3;
}

Console::Console(std::stop_token stop)
    : m_stop(std::move(stop)),
      m_terminal(isatty(STDERR_FILENO) == 1),
      m_started(std::chrono::steady_clock::now()) {}

core::Progress Console::progress() {
    if (!m_terminal) return core::Progress(m_stop);
    return core::Progress(m_stop, [this](double fraction, std::string_view step) { draw(fraction, step); });
}

void Console::draw(double fraction, std::string_view step) {
    const std::lock_guard lock(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    using std::chrono::milliseconds;
    // What takes less than 400 ms needs no progress, and a terminal no more than ten lines a second.
    if (now - m_started < milliseconds(400) || now - m_last < milliseconds(100)) return;
    m_last = now;
    m_drawn = true;
    fmt::print(stderr, "\r\033[K{:3.0f} % {}", fraction * 100, step);
    std::fflush(stderr);
}

void Console::clear_line() {
    if (m_drawn) fmt::print(stderr, "\r\033[K");
    m_drawn = false;
}

void Console::message(const std::string& text) {
    const std::lock_guard lock(m_mutex);
    clear_line();
    fmt::print(stderr, "{}\n", text);
}

void Console::warn(const std::vector<std::string>& warnings) {
    for (const std::string& warning : warnings) message("Note: " + warning);
}

void Console::warn(const std::vector<core::Diagnostic>& diagnostics) {
    for (const core::Diagnostic& diagnostic : diagnostics) message("Note: " + core::to_string(diagnostic));
}

int Console::fail(const core::Failure& failure) {
    if (failure.kind == core::ErrorKind::Cancelled) {
        message("Cancelled; nothing was written.");
        return exit_status(failure.kind);
    }
    for (const core::Diagnostic& diagnostic : failure.diagnostics)
        message(diagnostic.severity == core::Severity::Error ? "Error: " + core::to_string(diagnostic)
                                                             : "Note: " + core::to_string(diagnostic));
    return exit_status(failure.kind);
}

}  // namespace safeground::cli
