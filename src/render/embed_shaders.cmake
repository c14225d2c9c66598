# cmake -DFOLDER=shaders -DNAMES=a.vert;a.frag -DOUTPUT=x.cpp -P embed_shaders.cmake
set(text "#include \"render/gl/shader_sources.hpp\"\n\nnamespace safeground::render::gl {\n\n")
string(APPEND text "std::string_view shader_source(std::string_view name) {\n")
foreach(name IN LISTS NAMES)
    file(READ "${FOLDER}/${name}" source)
    string(APPEND text "    if (name == \"${name}\")\n        return R\"glsl(${source})glsl\";\n")
endforeach()
string(APPEND text "    return {};\n}\n\n}  // namespace safeground::render::gl\n")
file(WRITE "${OUTPUT}" "${text}")
