#include "app/dataset/opening.h"

#include <filesystem>

#include "app/dataset/open_preview.h"
#include "app/session/facts.h"
#include "core/data/source.h"

namespace latlas::app {
namespace {

template <class Result>
std::optional<OpenProgress> progressOf(const std::string& source,
                                       const ReplaceableJob<Result>& job) {
  if (!job.isRunning()) return std::nullopt;
  return OpenProgress{source, job.progress().fraction(), job.progress().what()};
}

}  // namespace

void Opening::browse(const request::BrowseForDataset& wish) {
  std::filesystem::path start = currentFolder();
  for (const RecentSource& recent : session_.state.preferences.recent)
    if (const auto folder = std::filesystem::path(recent.source).parent_path();
        !data::isBuiltin(recent.source) && folder != keptRunsFolder(session_.state)) {
      start = folder;
      break;
    }
  session_.requests.push_back(request::Browse{
      wish.ask == request::Ask::always ? "Open a dataset with options" : "Open a dataset or a run",
      request::BrowseFor::open, start, [ask = wish.ask](const std::filesystem::path& path) {
        return Request(request::OpenDataset{path.string(), {}, ask});
      }});
}

void Opening::open(const request::OpenDataset& wish) {
  AppState& state = session_.state;
  // A newer wish takes the place of a question that was not answered.
  state.question.reset();
  options_ = wish.options;
  if (wish.ask == request::Ask::always) {
    opening_.cancel();
    state.question = OpenQuestion{wish.source, wish.options, {}, {}, {}};
    return;
  }
  state.status = "Opening " + wish.source;
  openingSource_ = wish.source;
  opening_.start(
      "open " + wish.source,
      [wish = request::OpenDataset(wish)](Progress& progress) mutable {
        return openSource(wish.source, wish.options, wish.ask != request::Ask::never,
                          std::move(wish.reading), progress);
      },
      session_.setup.wake);
}

void Opening::cancel() {
  opening_.cancel();
  startWhenOpened_ = false;
  session_.state.status = "Opening was cancelled";
}

void Opening::takeArrivals() {
  if (auto ended = opening_.takeEnded()) {
    if (ended->failure) {
      showFailure(session_.state, *ended->failure);
      startWhenOpened_ = false;
    }
    if (ended->result) takeOpened(*std::move(ended->result));
  }
  followQuestion();
  session_.state.opening = progressOf(openingSource_, opening_);
}

void Opening::takeOpened(OpenedOrQuestion result) {
  AppState& state = session_.state;
  if (result.question) {
    state.status = "Waiting for you to choose how to open " + openingSource_;
    state.question = OpenQuestion{openingSource_, options_, std::move(result.question), {}, {}};
    return;
  }
  session_.run.open(*result.opened);
  // A later dataset is opened by the user's own wish, and trains by it too.
  if (std::exchange(startWhenOpened_, false))
    session_.workers.trainer.send(train::command::Start{});
}

void Opening::followQuestion() {
  if (!session_.state.question) {
    if (std::exchange(previewed_, std::nullopt)) preview_.cancel();
    return;
  }
  OpenQuestion& question = *session_.state.question;
  if (auto ended = preview_.takeEnded(); ended && ended->result) {
    question.preview = std::make_shared<const OpenPreview>(*std::move(ended->result));
    if (question.preview->survey) question.survey = question.preview->survey;
  }
  const std::pair wanted(question.source, question.options);
  if (previewed_ != wanted) {
    previewed_ = wanted;
    previewSource_ = question.source;
    preview_.start(
        "look at " + question.source,
        [wanted,
         reading = question.survey ? question.survey->reading : nullptr](Progress& progress) {
          return previewOf(wanted.first, wanted.second, reading, progress);
        },
        session_.setup.wake);
  }
  question.looking = progressOf(previewSource_, preview_);
}

}  // namespace latlas::app
