#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace safeground::core {

enum class Severity : std::uint8_t { Note, Warning, Error };

/// What one thing had to say about an input: a sentence for the user, where it is, and what to do about it.
struct Diagnostic {
    Severity severity = Severity::Error;
    std::string message;    ///< a sentence: what is wrong and what was expected
    std::string file;       ///< empty where no file is concerned
    std::int64_t line = 0;  ///< 1-based line (text) or row (other formats); 0: none
    std::string column;     ///< column name; empty: none
    std::string remedy;     ///< what the user can do; empty: nothing to do
};

/// "file, line 3, column IMD: message Remedy: ..." in plain English.
std::string to_string(const Diagnostic& diagnostic);

/// Why there is no value. Maps to the exit status of the command line (cli.md).
enum class ErrorKind : std::uint8_t {
    CheckFailed,  ///< a check that was asked for failed (1)
    Usage,        ///< the command or a parameter is wrong (2)
    Input,        ///< an input was refused (3)
    Cancelled     ///< the user cancelled (4); not an error to show
};

/// A failure on its way to becoming any Result<T>.
struct [[nodiscard]] Failure {
    ErrorKind kind = ErrorKind::Input;
    std::vector<Diagnostic> diagnostics;

    Failure&& in_file(std::string file) &&;
    Failure&& at_line(std::int64_t line) &&;
    Failure&& in_column(std::string column) &&;
    Failure&& remedy(std::string remedy) &&;
};

Failure fail(ErrorKind kind, std::string message);
inline Failure refuse(std::string message) { return fail(ErrorKind::Input, std::move(message)); }
inline Failure cancelled() { return fail(ErrorKind::Cancelled, "Cancelled."); }
Diagnostic warning(std::string message);
Diagnostic note(std::string message);

/// A value with notes and warnings, or at least one error. Errors caused by users and files travel this way;
/// exceptions are for broken machines (out of memory, no OpenGL).
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value, std::vector<Diagnostic> diagnostics = {})  // NOLINT: implicit on purpose
        : m_value(std::move(value)), m_diagnostics(std::move(diagnostics)) {}
    Result(Failure failure)  // NOLINT: implicit on purpose
        : m_kind(failure.kind), m_diagnostics(std::move(failure.diagnostics)) {}

    explicit operator bool() const { return m_value.has_value(); }
    bool has_value() const { return m_value.has_value(); }
    T& operator*() & { return *m_value; }
    const T& operator*() const& { return *m_value; }
    T&& operator*() && { return std::move(*m_value); }
    T* operator->() { return &*m_value; }
    const T* operator->() const { return &*m_value; }

    ErrorKind kind() const { return m_kind; }
    const std::vector<Diagnostic>& diagnostics() const { return m_diagnostics; }
    void add(Diagnostic diagnostic) { m_diagnostics.push_back(std::move(diagnostic)); }

    /// The diagnostics of a failed result, to return from a function with another value type.
    Failure failure() const { return Failure{m_kind, m_diagnostics}; }
    /// All messages, one a line.
    std::string message() const {
        std::string all;
        for (const Diagnostic& d : m_diagnostics) all += (all.empty() ? "" : "\n") + to_string(d);
        return all;
    }

private:
    std::optional<T> m_value;
    ErrorKind m_kind = ErrorKind::Input;
    std::vector<Diagnostic> m_diagnostics;
};

}  // namespace safeground::core
