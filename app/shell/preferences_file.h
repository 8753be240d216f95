// What is remembered between starts, as settings.json.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "app/session/preferences.h"

namespace latlas::app {

std::filesystem::path preferencesFile();

// Missing or wrong entries keep their default; a file that is no JSON gives the defaults: broken
// preferences must not keep the program from starting.
Preferences readPreferences(const std::filesystem::path& file);
void writePreferences(const Preferences& preferences, const std::filesystem::path& file);

// Puts it first among the ten most recent; each source is there once, as it was opened last.
// Of those in `keptFolder` only a few stay, so that forks do not drive the datasets out.
void rememberSource(Preferences& preferences, const RecentSource& recent,
                    const std::filesystem::path& keptFolder = {});

}  // namespace latlas::app
