#pragma once

#include <sys/types.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace safeground::test {

/// The real program in a window of its own display, driven with a real mouse and keyboard by xdotool. Reads
/// what --announce says.
class Driver {
public:
    /// Why it cannot be done here ("Xvfb is not installed"); empty: it can.
    static std::string unavailable();

    explicit Driver(const std::vector<std::string>& arguments, const std::string& size = "1440x900");
    ~Driver();
    Driver(const Driver&) = delete;
    Driver& operator=(const Driver&) = delete;

    bool ready();
    /// Waits for an EVENT line that begins with the words and came after the last one waited for; its text,
    /// or nothing in time.
    std::optional<std::string> event(const std::string& begins, double seconds = 20);
    /// Lines so far that begin with the words.
    int count(const std::string& begins);
    bool sees(const std::string& name, double seconds = 10);
    /// x0 y0 x1 y1 of a widget; fails the test when it is not there in time.
    std::array<int, 4> where(const std::string& name);

    void xdotool(const std::string& words);
    void point_at(const std::string& name, double share_x = 0.5, double share_y = 0.5);
    void click(const std::string& name);
    /// SIGINT is not sent: the window is closed by Ctrl+Q. The exit status, or -1 when it had to be killed.
    int quit();
    double cpu_seconds() const;  ///< user and system time of the program so far
    const std::string& log() const { return m_log; }

private:
    void read(double seconds);
    pid_t m_display = -1, m_program = -1;
    int m_output = -1;
    std::string m_screen, m_log, m_line;
    std::vector<std::string> m_events;
    std::size_t m_seen = 0;
    bool m_is_ready = false;
    std::map<std::string, std::array<int, 4>> m_rects;
};

}  // namespace safeground::test
