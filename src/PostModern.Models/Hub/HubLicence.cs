using System.Collections.Frozen;

namespace PostModern.Models.Hub;

/// <summary>The hub's words for licences, as SPDX spells them.</summary>
internal static class HubLicence
{
    private static readonly FrozenDictionary<string, string> s_spdx =
        ((string[])["Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "AGPL-3.0", "GPL-3.0", "LGPL-3.0", "AFL-3.0", "Unlicense", "ISC", "MPL-2.0"])
            .ToFrozenDictionary(spelling => spelling, StringComparer.OrdinalIgnoreCase);

    internal static string Spell(string? licence) =>
        licence is null ? "unknown" : s_spdx.GetValueOrDefault(licence, licence);
}
