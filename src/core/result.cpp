#include "core/result.hpp"

namespace safeground::core {

std::string to_string(const Diagnostic& d) {
    std::string text = d.file;
    if (d.line > 0) text += (text.empty() ? "line " : ", line ") + std::to_string(d.line);
    if (!d.column.empty()) text += (text.empty() ? "column " : ", column ") + d.column;
    if (!text.empty()) text += ": ";
    text += d.message;
    if (!d.remedy.empty()) text += " " + d.remedy;
    return text;
}

Failure fail(ErrorKind kind, std::string message) {
    Diagnostic error;
    error.message = std::move(message);
    Failure failure;
    failure.kind = kind;
    failure.diagnostics.push_back(std::move(error));
    return failure;
}

Failure&& Failure::in_file(std::string file) && {
    if (!diagnostics.empty()) diagnostics.back().file = std::move(file);
    return std::move(*this);
}
Failure&& Failure::at_line(std::int64_t line) && {
    if (!diagnostics.empty()) diagnostics.back().line = line;
    return std::move(*this);
}
Failure&& Failure::in_column(std::string column) && {
    if (!diagnostics.empty()) diagnostics.back().column = std::move(column);
    return std::move(*this);
}
Failure&& Failure::remedy(std::string remedy) && {
    if (!diagnostics.empty()) diagnostics.back().remedy = std::move(remedy);
    return std::move(*this);
}

Diagnostic warning(std::string message) {
    Diagnostic d;
    d.severity = Severity::Warning;
    d.message = std::move(message);
    return d;
}

Diagnostic note(std::string message) {
    Diagnostic d;
    d.severity = Severity::Note;
    d.message = std::move(message);
    return d;
}

}  // namespace safeground::core
