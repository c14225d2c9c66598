#include <fmt/format.h>
#include <pthread.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stop_token>
#include <thread>

#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/console.hpp"

namespace {

using safeground::cli::Console;

/// Turns the first SIGINT or SIGTERM into a stop request, and leaves at once on the second. Signals are taken
/// by a thread of their own, since a handler may neither lock nor allocate.
void watch_signals(std::stop_source stop) {
    static sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::thread([stop = std::move(stop)]() mutable {
        int number = 0;
        sigwait(&signals, &number);
        stop.request_stop();
        sigwait(&signals, &number);
        std::_Exit(safeground::cli::exit_status(safeground::core::ErrorKind::Cancelled));
    }).detach();
}

}  // namespace

int main(int argc, char** argv) {
    std::stop_source stop;
    watch_signals(stop);
    Console console(stop.get_token());
    try {
        const int status =
            safeground::cli::dispatch(safeground::cli::parse_command_line(argc, argv), console);
        if (std::fflush(stdout) != 0) {
            console.message("Error: standard output could not be written to its end.");
            return safeground::cli::exit_status(safeground::core::ErrorKind::Input);
        }
        return status;
    } catch (const std::bad_alloc&) {
        console.message("Error: there is not enough memory for this.");
    } catch (const std::exception& error) {
        console.message(fmt::format("Error: the machine could not do this: {}", error.what()));
    }
    return safeground::cli::exit_status(safeground::core::ErrorKind::Input);
}
