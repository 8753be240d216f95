#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "app/panels/actions.h"
#include "app/panels/compact_rows.h"
#include "app/panels/panels.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/model/network.h"

namespace latlas::app {
namespace {

const std::array<std::string, 2> kArchitectures{"MLP", "convolutional"};
const std::array<std::string, 5> kActivations{"ReLU", "leaky ReLU", "SiLU", "GELU", "tanh"};
const std::array<std::string, 2> kObjectives{"VAE", "autoencoder"};
const std::array<std::string, 2> kLikelihoods{"Bernoulli", "Gaussian"};

constexpr int kMostLatent = 128;
// The Gaussian's standard deviation, in pixel values of 0 to 1: finer than a grey level it only
// scales the loss, coarser than the range it says nothing.
constexpr double kLeastSigma = 1e-3, kMostSigma = 10.0;

template <class Enum>
bool chooseEnum(const char* label, Enum& value, std::span<const std::string> names,
                const char* tooltip, bool enabled) {
  int index = static_cast<int>(value);
  if (!ui::choice(label, index, names, tooltip, enabled)) return false;
  value = static_cast<Enum>(index);
  return true;
}

void errorText(const char* probe, const std::string& message) {
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().error);
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted(message.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ui::recordProbe(probe, ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, message);
}

// A list of widths is typed as text. What cannot be read is not kept, so all that stays of it is
// that the last try failed.
void widthsField(const char* label, const char* key, model::Config& draft, const char* tooltip,
                 bool enabled) {
  bool* wasRejected = ImGui::GetStateStorage()->GetBoolRef(ImGui::GetID(key), false);
  std::string value = model::keyValue(draft, key);
  if (ui::text(label, value, tooltip, enabled)) {
    std::erase(value, ' ');
    try {
      model::setKey(draft, key, value);
      *wasRejected = false;
    } catch (const Error&) {
      *wasRejected = true;
    }
  }
  if (*wasRejected && enabled) {
    const std::string kept = model::keyValue(draft, key);
    errorText((std::string(label) + " error").c_str(),
              std::string(key) + " takes whole numbers with commas between, such as 512,256. " +
                  "Kept " + (kept.empty() ? "none" : kept) + ".");
  }
}

// Vectors have no neighbouring pixels, and are no probabilities.
void drawOnly(const char* label, const char* name, const char* tooltip, bool enabled) {
  const std::array<std::string, 1> names{name};
  int index = 0;
  ui::choice(label, index, names, tooltip, enabled);
}

void chooseArchitecture(model::ModelConfig& config, bool enabled) {
  model::Architecture architecture = config.architecture;
  if (chooseEnum("Model/architecture", architecture, kArchitectures,
                 "MLP: dense layers on the flattened image. Convolutional: layers that each halve "
                 "height and width; better on larger images, slower. Default: MLP.",
                 enabled))
    model::selectArchitecture(config, architecture);
}

void drawFields(model::Config& draft, data::Kind kind, bool enabled) {
  const CompactRows compact(CompactRows::Of::fields);
  model::ModelConfig& config = draft.model;
  const bool areVectors = kind == data::Kind::vectors;
  if (areVectors)
    drawOnly("Model/architecture", "MLP", "Dense layers on the columns of each row.", enabled);
  else
    chooseArchitecture(config, enabled);
  if (config.architecture == model::Architecture::conv)
    widthsField("Model/channels", "channels", draft,
                "Channels of the convolutions, encoder order, with commas between; the decoder "
                "mirrors them. Default: 32,64.",
                enabled);
  widthsField("Model/hidden", "hidden", draft,
              "Widths of the dense layers, encoder order, with commas between; the decoder mirrors "
              "them. Default: 400, none for convolutions.",
              enabled);
  ui::number("Model/latent", config.latent, 1, kMostLatent,
             "Dimensions of the latent space, 1 to 128. With 2 the map shows the space itself, "
             "with more its principal plane. Default: 2.",
             enabled);
  chooseEnum("Model/activation", config.activation, kActivations,
             "The nonlinearity between layers. Default: ReLU.", enabled);
  chooseEnum("Model/objective", config.objective, kObjectives,
             "VAE: reconstruction + beta KL(q(z|x) || N(0, I)) (Kingma & Welling 2013). "
             "Autoencoder: reconstruction alone, z = mu. Default: VAE.",
             enabled);
  if (areVectors)
    drawOnly("Model/likelihood", "Gaussian",
             "How a column's error is counted: squared error / (2 sigma^2), in deviations of the "
             "column. A value that is missing takes no part.",
             enabled);
  else
    chooseEnum("Model/likelihood", config.likelihood, kLikelihoods,
               "How a pixel's error is counted. Bernoulli: cross-entropy of the grey level, for "
               "near-binary images. Gaussian: squared error / (2 sigma^2). Default: Bernoulli.",
               enabled);
  if (config.likelihood == model::Likelihood::gaussian)
    ui::number("Model/sigma", config.sigma, kLeastSigma, kMostSigma,
               areVectors ? "Standard deviation of a value under the Gaussian, in deviations of "
                            "its column; a smaller one weighs reconstruction more against the KL. "
                            "Default: 0.1."
                          : "Standard deviation of a pixel under the Gaussian, in pixel values of "
                            "0 to 1; a smaller one weighs reconstruction more against the KL. "
                            "Default: 0.1.",
               "%.4g", enabled);
}

// Judged anew in each frame: the lists are some ten entries long.
void drawParameterCount(const AppState& state) {
  if (!state.dataset) return;
  try {
    const data::Shape& shape = state.dataset->info().shape;
    model::validate(state.draft, shape);
    const auto count = model::parameterCount(model::buildNetwork(state.draft.model, shape));
    ui::fact("Model/parameters", ui::grouped(count),
             "Trained numbers in encoder and decoder together, for samples of the open dataset.");
  } catch (const Error& error) {
    errorText("Model/Error", error.what());
  }
}

// On the line of the count, for the left column is short of lines.
void drawLockedHint() {
  constexpr const char* kText = "Reset to change";
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  const float width = ImGui::CalcTextSize(kText).x;
  ImGui::SameLine();
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() +
                       std::max(0.0f, ImGui::GetContentRegionAvail().x - width));
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().textSecondary);
  ImGui::TextUnformatted(kText);
  ImGui::PopStyleColor();
  ui::tooltipForLastItem("The network is fixed while a run has it. Training/Reset begins anew.");
  if (ui::smallFont()) ImGui::PopFont();
}

}  // namespace

void drawModelPanel(AppState& state, ImVec2 size, Requests& requests) {
  if (ui::beginPanel("Model", size, state.preferences.modelOpen)) {
    const bool isEditable = canEditModel(state);
    const data::Kind kind =
        state.dataset ? state.dataset->info().shape.kind : data::Kind::images;
    drawFields(state.draft, kind, isEditable);
    {
      const CompactRows compact(CompactRows::Of::facts);
      drawParameterCount(state);
      if (!isEditable) drawLockedHint();
    }
    if (isEditable && draftNeedsReset(state) &&
        ui::button("Model/Apply", "Builds the network of these settings, with new weights.",
                   {ui::Emphasis::primary, -1.0f, true}))
      resetTraining(state, requests);
  }
  ui::endPanel();
}

}  // namespace latlas::app
