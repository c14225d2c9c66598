#include "app/driver.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

namespace safeground::test {

namespace {

using Clock = std::chrono::steady_clock;

pid_t start(const std::vector<std::string>& words, int output, int inherited = -1) {
    std::vector<char*> argv;
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    const pid_t child = fork();
    if (child != 0) return child;
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(null, 0);
    dup2(output >= 0 ? output : null, 1);
    if (output < 0) dup2(null, 2);
    if (inherited >= 0) fcntl(inherited, F_SETFD, 0);
    execvp(argv[0], argv.data());
    _exit(127);
}

int wait_for(pid_t child, double seconds) {
    const auto until = Clock::now() + std::chrono::duration<double>(seconds);
    int status = 0;
    while (waitpid(child, &status, WNOHANG) == 0) {
        if (Clock::now() > until) return -1;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool installed(const char* program) {
    std::stringstream folders(std::getenv("PATH") == nullptr ? "/usr/bin" : std::getenv("PATH"));
    for (std::string folder; std::getline(folders, folder, ':');)
        if (access((folder + "/" + program).c_str(), X_OK) == 0) return true;
    return false;
}

}  // namespace

std::string Driver::unavailable() {
    for (const char* program : {"Xvfb", "xdotool"})
        if (!installed(program)) return std::string(program) + " is not installed";
    return {};
}

Driver::Driver(const std::vector<std::string>& arguments, const std::string& size) {
    std::array<int, 2> number{}, output{};
    REQUIRE(pipe2(number.data(), O_CLOEXEC) == 0);
    m_display = start({"Xvfb", "-displayfd", std::to_string(number[1]), "-screen", "0", size + "x24",
                       "-noreset", "-nolisten", "tcp"},
                      -1, number[1]);
    close(number[1]);
    for (char c = 0; ::read(number[0], &c, 1) == 1 && c != '\n';) m_screen += c;
    close(number[0]);
    REQUIRE_FALSE(m_screen.empty());
    setenv("DISPLAY", (":" + m_screen).c_str(), 1);
    setenv("LIBGL_ALWAYS_SOFTWARE", "1", 1);
    REQUIRE(pipe2(output.data(), O_CLOEXEC) == 0);
    std::vector<std::string> words = {SAFEGROUND_PROGRAM, "--announce", "--size", size};
    words.insert(words.end(), arguments.begin(), arguments.end());
    m_program = start(words, output[1]);
    close(output[1]);
    m_output = output[0];
}

Driver::~Driver() {
    if (m_program > 0) {
        kill(m_program, SIGKILL);
        waitpid(m_program, nullptr, 0);
    }
    if (m_output >= 0) close(m_output);
    if (m_display > 0) {
        kill(m_display, SIGTERM);
        waitpid(m_display, nullptr, 0);
    }
}

void Driver::read(double seconds) {
    pollfd waiting{m_output, POLLIN, 0};
    if (poll(&waiting, 1, static_cast<int>(seconds * 1000)) <= 0) return;
    std::array<char, 4096> bytes{};
    const ssize_t got = ::read(m_output, bytes.data(), bytes.size());
    if (got <= 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        return;
    }
    for (ssize_t b = 0; b < got; ++b) {
        const char c = bytes[static_cast<std::size_t>(b)];
        if (c != '\n') {
            m_line += c;
            continue;
        }
        std::istringstream words(m_line);
        std::string kind, name;
        words >> kind;
        if (kind == "READY") m_is_ready = true;
        if (kind == "EVENT") m_events.push_back(m_line.substr(6));
        if (kind == "RECT") {
            std::array<int, 4> r{};
            words >> name >> r[0] >> r[1] >> r[2] >> r[3];
            m_rects[name] = r;
        }
        if (kind == "GONE") {
            words >> name;
            m_rects.erase(name);
        }
        if (kind != "RECT" && kind != "GONE") m_log += m_line + "\n";
        m_line.clear();
    }
}

bool Driver::ready() {
    const auto until = Clock::now() + std::chrono::seconds(90);
    while (!m_is_ready && Clock::now() < until) read(0.1);
    return m_is_ready;
}

std::optional<std::string> Driver::event(const std::string& begins, double seconds) {
    const auto until = Clock::now() + std::chrono::duration<double>(seconds);
    do {
        for (; m_seen < m_events.size();)
            if (const std::string& line = m_events[m_seen++]; line.rfind(begins, 0) == 0) return line;
        read(0.05);
    } while (Clock::now() < until);
    return std::nullopt;
}

int Driver::count(const std::string& begins) {
    read(0.3);
    int found = 0;
    for (const std::string& line : m_events) found += line.rfind(begins, 0) == 0;
    return found;
}

bool Driver::sees(const std::string& name, double seconds) {
    const auto until = Clock::now() + std::chrono::duration<double>(seconds);
    while (m_rects.count(name) == 0 && Clock::now() < until) read(0.05);
    return m_rects.count(name) > 0;
}

std::array<int, 4> Driver::where(const std::string& name) {
    INFO("widget " << name << "\n" << m_log);
    REQUIRE(sees(name));
    read(0.1);  // a widget that just appeared may move once more
    REQUIRE(sees(name));
    return m_rects[name];
}

void Driver::xdotool(const std::string& words) {
    std::vector<std::string> all = {"xdotool"};
    std::istringstream in(words);
    for (std::string word; in >> word;) all.push_back(word);
    const pid_t child = start(all, -1);
    REQUIRE(wait_for(child, 20) == 0);
}

/// Longer than a frame of a software renderer on a busy machine: what happens within one frame is seen as one
/// thing.
constexpr std::chrono::milliseconds kSettle{350};

void Driver::point_at(const std::string& name, double share_x, double share_y) {
    const std::array<int, 4> r = where(name);
    const int x = static_cast<int>(r[0] + (r[2] - r[0]) * share_x),
              y = static_cast<int>(r[1] + (r[3] - r[1]) * share_y);
    xdotool("mousemove " + std::to_string(x) + " " + std::to_string(y));
    std::this_thread::sleep_for(kSettle);
}

void Driver::click(const std::string& name) {
    point_at(name);
    xdotool("mousedown 1");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    xdotool("mouseup 1");
}

int Driver::quit() {
    xdotool("key ctrl+q");
    if (m_program > 0 && event("unsaved asked", 2)) click("unsaved.discard");
    const auto until = Clock::now() + std::chrono::seconds(20);
    int status = 0;
    while (waitpid(m_program, &status, WNOHANG) == 0) {
        if (Clock::now() > until) return -1;
        read(0.05);
    }
    m_program = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

double Driver::cpu_seconds() const {
    std::ifstream file("/proc/" + std::to_string(m_program) + "/stat");
    std::string stat((std::istreambuf_iterator<char>(file)), {});
    std::istringstream fields(stat.substr(stat.rfind(')') + 2));
    std::string skip;
    for (int f = 3; f < 14; ++f) fields >> skip;
    double user = 0, system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace safeground::test
