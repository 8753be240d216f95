#include "app/dataset/open_dialog.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "app/dataset/open_fields.h"
#include "app/ui/mini_chart.h"
#include "app/ui/modal.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/base/format.h"
#include "core/data/source.h"

namespace latlas::app {
namespace {

// Pixels at 100 %.
constexpr float kWidth = 700.0f, kFieldsShare = 0.52f, kPreviewHeight = 216.0f;
constexpr float kButtonWidth = 96.0f;
constexpr int kPreviewColumns = 4;

std::string shortName(const std::string& source) {
  const std::filesystem::path path(source);
  return data::isBuiltin(source) || !path.has_filename() ? source : path.filename().string();
}

// What the options ask for is not what the preview shows yet.
bool isStale(const OpenQuestion& question) {
  return !question.preview || question.preview->options != question.options || question.looking;
}

void drawCharts(const OpenPreview& preview, const ui::Rect& area) {
  const auto width = static_cast<std::size_t>(preview.shape->width);
  const std::size_t count = preview.values.size() / width;
  const auto columns = static_cast<float>(kPreviewColumns);
  const float gap = ui::scaled(4.0f);
  const auto rows =
      static_cast<float>((count + kPreviewColumns - 1) / static_cast<std::size_t>(kPreviewColumns));
  const ImVec2 cell((area.max.x - area.min.x - gap * (columns - 1)) / columns,
                    (area.max.y - area.min.y - gap * (rows - 1)) / rows);
  for (std::size_t i = 0; i < count; ++i) {
    const auto column = static_cast<float>(i % kPreviewColumns);
    const auto row = static_cast<float>(i / kPreviewColumns);
    const ImVec2 min(area.min.x + column * (cell.x + gap), area.min.y + row * (cell.y + gap));
    ui::drawMiniChart(*ImGui::GetWindowDrawList(), {min, {min.x + cell.x, min.y + cell.y}},
                      std::span(preview.values).subspan(i * width, width));
  }
}

void centredText(const ui::Rect& area, const std::string& text) {
  const ImVec2 size = ImGui::CalcTextSize(text.c_str());
  ImGui::GetWindowDrawList()->AddText(
      {(area.min.x + area.max.x - size.x) / 2, (area.min.y + area.max.y - size.y) / 2},
      ImGui::GetColorU32(ui::palette().textSecondary), text.c_str());
}

void drawPreview(const OpenQuestion& question, ui::Graphics& graphics, ImVec2 size) {
  const OpenPreview* preview = question.preview.get();
  const bool hasSamples = preview && preview->shape;
  if (hasSamples && preview->values.empty()) {
    const auto images = std::shared_ptr<const data::Images>(question.preview, &preview->images);
    ui::image("Open/Preview", graphics.images("open preview", images, kPreviewColumns), size);
  } else {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::Dummy(size);
    const ui::Rect area{corner, {corner.x + size.x, corner.y + size.y}};
    if (hasSamples)
      drawCharts(*preview, area);
    else
      ImGui::GetWindowDrawList()->AddRectFilled(area.min, area.max,
                                                ImGui::GetColorU32(ui::palette().field),
                                                ImGui::GetStyle().FrameRounding);
    if (!hasSamples) centredText(area, isStale(question) ? "looking ..." : "no preview");
    ui::recordProbe("Open/Preview", area.min, area.max, hasSamples);
  }
  if (!question.looking) return;
  // A thin bar over the last preview, which stays until the next one is there.
  const ImVec2 end = ImGui::GetItemRectMax();
  const float left = end.x - size.x;
  const auto fraction = static_cast<float>(std::clamp(question.looking->fraction, 0.03, 1.0));
  ImGui::GetWindowDrawList()->AddRectFilled({left, end.y - ui::scaled(3.0f)},
                                            {left + fraction * size.x, end.y},
                                            ImGui::GetColorU32(ui::palette().accent));
}

// How many samples the options leave of those surveyed; what is not known yet counts as all.
std::int64_t chosenCount(const data::Survey& survey, const data::OpenOptions& options) {
  std::int64_t count = survey.count;
  if (survey.trainCount > 0 && options.part == data::Part::train) count = survey.trainCount;
  if (survey.trainCount > 0 && options.part == data::Part::heldOut)
    count = survey.count - survey.trainCount;
  return options.subset > 0 ? std::min(count, options.subset) : count;
}

std::string resultText(const OpenQuestion& question) {
  const data::Survey& survey = *question.survey;
  // What was opened knows best; a survey may not have looked that far.
  const data::Shape& shape =
      question.preview && question.preview->shape ? *question.preview->shape : survey.shape;
  const bool areVectors = shape.kind == data::Kind::vectors;
  return ui::grouped(chosenCount(survey, question.options)) +
         (areVectors ? " rows of " : " images of ") + data::toString(shape);
}

std::string memoryText(const OpenQuestion& question) {
  const std::uint64_t bytes = question.survey->bytes;
  if (bytes == 0 || !question.preview) return {};
  const std::string size = byteSize(static_cast<std::int64_t>(bytes));
  return bytes <= question.preview->memoryAllowed ? size + ", held in memory"
                                                  : size + ", read from disk while it is used";
}

void drawResult(const OpenQuestion& question) {
  // Before the question is answered there is nothing to count.
  if (!question.survey || question.survey->count == 0) return;
  const std::string result = resultText(question), memory = memoryText(question);
  ImGui::TextUnformatted(result.c_str());
  ui::recordProbe("Open/Result", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, result);
  if (memory.empty()) return;
  ui::hint(memory);
  ui::recordProbe("Open/Memory", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, memory);
}

void drawProblem(const OpenQuestion& question) {
  if (!question.preview || question.preview->problem.empty() || isStale(question)) return;
  const bool isQuestion = question.survey && question.preview->problem == question.survey->question;
  ImGui::PushStyleColor(ImGuiCol_Text, isQuestion ? ui::palette().warning : ui::palette().error);
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted(question.preview->problem.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ui::recordProbe("Open/Problem", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true,
                  question.preview->problem);
}

bool canOpen(const OpenQuestion& question) {
  // Before the preview is there nobody knows better than the user.
  return isStale(question) ? question.survey.has_value() : question.preview->shape.has_value();
}

// Whether the dialog is done.
bool drawButtons(AppState& state, Requests& requests) {
  const float width = ui::scaled(kButtonWidth), gap = ImGui::GetStyle().ItemSpacing.x;
  ImGui::Dummy({0.0f, ui::scaled(4.0f)});
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - 2 * width - gap);
  if (ui::button("Open/Cancel", "Opens nothing; what is open stays open (Esc).",
                 {ui::Emphasis::normal, width, true})) {
    state.question.reset();
    return true;
  }
  ImGui::SameLine();
  const bool isPossible = canOpen(*state.question);
  const bool isEntered =
      isPossible && !ImGui::GetIO().WantTextInput && ui::keyPressed(ImGuiKey_Enter);
  if (!ui::button("Open/Open", "Opens it like this (Enter).",
                  {ui::Emphasis::primary, width, isPossible}) &&
      !isEntered)
    return false;
  const OpenQuestion& question = *state.question;
  requests.push_back(request::OpenDataset{
      question.source, question.options, request::Ask::never,
      question.survey ? question.survey->reading : data::ReadingPtr()});
  state.question.reset();
  return true;
}

}  // namespace

void drawOpenDialog(AppState& state, ui::Graphics& graphics, Requests& requests) {
  const bool isWanted = state.question.has_value() && !state.notice;
  const std::string heading = isWanted ? "Open " + shortName(state.question->source) : "";
  drawModal("##open", heading.c_str(), isWanted, kWidth, [&] {
    OpenQuestion& question = *state.question;
    ui::hint(question.survey ? question.survey->what : question.source);
    ui::recordProbe("Open/What", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true,
                    question.survey ? question.survey->what : "");
    ImGui::Dummy({0.0f, ui::scaled(2.0f)});
    const float width = ImGui::GetContentRegionAvail().x, gap = ui::scaled(20.0f);
    const float left = ImGui::GetCursorPosX();
    const float fields = std::floor(width * kFieldsShare);
    ImGui::BeginGroup();
    if (question.survey) drawOpenFields(question, fields);
    ImGui::Dummy({fields, 0.0f});
    ImGui::EndGroup();
    ImGui::SameLine();
    ImGui::SetCursorPosX(left + fields + gap);
    ImGui::BeginGroup();
    drawPreview(question, graphics, {width - fields - gap, ui::scaled(kPreviewHeight)});
    drawResult(question);
    ImGui::EndGroup();
    drawProblem(question);
    return drawButtons(state, requests);
  });
}

}  // namespace latlas::app
