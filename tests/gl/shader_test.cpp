#include "app/gl/shader.h"

#include <string>

#include "core/base/error.h"
#include "tests/gl/gl_fixture.h"

namespace latlas::gl {
namespace {

class Shaders : public test::GlTest {};

TEST_F(Shaders, EveryOneCompiles) {
  EXPECT_GE(embeddedShaders().size(), 4u);
  for (const EmbeddedShader& shader : embeddedShaders())
    EXPECT_FALSE(compileShader(shader.name, shader.source).empty()) << shader.name;
}

TEST_F(Shaders, EveryPairLinks) {
  for (const EmbeddedShader& shader : embeddedShaders())
    if (shader.name.ends_with(".vert")) {
      const auto name = shader.name.substr(0, shader.name.size() - 5);
      EXPECT_FALSE(makeProgram(name).empty()) << name;
    }
}

TEST_F(Shaders, AFaultNamesTheShaderAndTheCompilersReason) {
  try {
    compileShader("broken.frag", "#version 330 core\nvoid main() { nonsense = 1.0; }\n");
    FAIL() << "it compiled";
  } catch (const Error& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("broken.frag"), std::string::npos) << message;
    EXPECT_NE(message.find("nonsense"), std::string::npos) << message;
  }
}

TEST_F(Shaders, AnUnknownNameIsAnError) { EXPECT_THROW(makeProgram("nothing"), Error); }

}  // namespace
}  // namespace latlas::gl
