#include <imgui_freetype.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "ui/theme.hpp"

namespace safeground::ui {

namespace {

namespace fs = std::filesystem;

// Latin-1, Latin Extended-A, the Welsh letters of Latin Extended Additional, punctuation, superscripts,
// currency, arrows and mathematics. ImGui keeps the pointer until the atlas is built.
const ImWchar kText[] = {0x0020, 0x017F, 0x0394, 0x03C9, 0x1E80, 0x1E85, 0x1EF2, 0x1EF3,
                         0x2010, 0x2044, 0x2070, 0x209C, 0x20A0, 0x20BF, 0x2190, 0x21FF,
                         0x2200, 0x22FF, 0x2300, 0x232B, 0x25A0, 0x25FF, 0};
const ImWchar kIcons[] = {0xF00C, 0xF00C, 0xF015, 0xF016, 0xF023, 0xF023, 0xF05A,
                          0xF05A, 0xF062, 0xF063, 0xF071, 0xF071, 0xF0D7, 0xF0DA,
                          0xF114, 0xF114, 0xF141, 0xF141, 0xF278, 0xF278, 0};

std::string find_font(const std::string& name) {
    std::vector<fs::path> folders;
    if (const char* own = std::getenv("SAFEGROUND_FONTS")) folders.emplace_back(own);
    for (const char* folder :
         {"/usr/share/fonts/opentype/inter", "/usr/share/fonts/truetype/inter",
          "/usr/share/fonts/opentype/font-awesome", "/usr/share/fonts/truetype/font-awesome",
          "/usr/local/share/fonts", "/usr/share/fonts"})
        folders.emplace_back(folder);
    std::error_code error;
    for (const fs::path& folder : folders)
        if (fs::is_regular_file(folder / name, error)) return (folder / name).string();
    return {};
}

/// Figures of one width, so that columns of numbers line up and a changing number does not shake. Inter has
/// them as an OpenType feature, which ImGui does not read; centring each digit in the widest one's advance is
/// the same.
void make_tabular(ImFont& font) {
    float widest = 0;
    for (ImWchar c = '0'; c <= '9'; ++c)
        if (const ImFontGlyph* glyph = font.FindGlyphNoFallback(c))
            widest = std::max(widest, glyph->AdvanceX);
    for (ImFontGlyph& glyph : font.Glyphs) {
        if (glyph.Codepoint < '0' || glyph.Codepoint > '9') continue;
        const float shift = static_cast<float>(static_cast<int>((widest - glyph.AdvanceX) / 2));
        glyph.X0 += shift;
        glyph.X1 += shift;
        glyph.AdvanceX = widest;
        font.IndexAdvanceX[static_cast<int>(glyph.Codepoint)] = widest;
    }
}

}  // namespace

Fonts load_fonts(ImFontAtlas& atlas, float scale, std::vector<std::string>& warnings) {
    atlas.Clear();
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.TexDesiredWidth = scale > 1.2F ? 2048 : 1024;
    const std::string icons = [] {
        const std::string otf = find_font("FontAwesome.otf");
        return otf.empty() ? find_font("fontawesome-webfont.ttf") : otf;
    }();
    if (icons.empty())
        warnings.push_back("The icon font was not found: install the package fonts-font-awesome.");

    bool inter_missing = false;
    auto load = [&](const char* file, float size, bool with_icons) {
        const std::string path = find_font(file);
        // FreeType is asked for the height from ascender to descender; Inter's is 1.21 of the size that
        // designers mean.
        const float pixels =
            std::max(6.0F, static_cast<float>(static_cast<int>(size * 1.21F * scale + 0.5F)));
        ImFontConfig config;
        config.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
        config.PixelSnapH = true;
        ImFont* font = nullptr;
        if (!path.empty()) font = atlas.AddFontFromFileTTF(path.c_str(), pixels, &config, kText);
        if (font == nullptr) {
            inter_missing = true;
            ImFontConfig plain;
            plain.SizePixels = pixels;
            font = atlas.AddFontDefault(&plain);
        }
        if (with_icons && !icons.empty()) {
            ImFontConfig merge = config;
            merge.MergeMode = true;
            merge.GlyphMinAdvanceX = pixels;
            merge.GlyphOffset.y = scale;
            atlas.AddFontFromFileTTF(icons.c_str(), pixels * 0.9F, &merge, kIcons);
        }
        return font;
    };
    Fonts fonts;
    fonts.body = load("Inter-Regular.otf", 13, true);
    fonts.medium = load("Inter-Medium.otf", 13, true);
    fonts.semibold = load("Inter-SemiBold.otf", 13, false);
    fonts.caption = load("Inter-Regular.otf", 11, false);
    fonts.section = load("Inter-SemiBold.otf", 11, false);
    fonts.title = load("Inter-SemiBold.otf", 16, false);
    fonts.figure = load("Inter-SemiBold.otf", 24, false);
    if (inter_missing) warnings.push_back("The font Inter was not found: install the package fonts-inter.");
    atlas.Build();
    for (ImFont* font : atlas.Fonts) make_tabular(*font);
    return fonts;
}

}  // namespace safeground::ui
