// Some members of an archive (ZIP, TAR, compressed or not) as files. Where they go is decided by the
// catalogue alone: the paths in the archive only tell which member is which.
// Threading: blocks its thread.
#pragma once

#include <filesystem>
#include <span>

#include "core/fetch/catalogue.h"
#include "core/fetch/meter.h"

namespace latlas::fetch {

// Each under its final name in `folder` only once its checksum is right. Throws Error when the
// archive is damaged, lacks a member, when a member has another checksum or is no plain file, or when
// the disk is full; and Cancelled.
void extractMembers(const std::filesystem::path& archive, std::span<const KeptMember> members,
                    const std::filesystem::path& folder, Meter& meter);

}  // namespace latlas::fetch
