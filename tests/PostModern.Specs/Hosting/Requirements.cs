using PostModern.Testing;

namespace PostModern.Specs.Hosting;

/// <summary>What a spec may ask for with <c>require</c>.</summary>
internal static class Requirements
{
    public static bool HasMedia => File.Exists(Repository.Path("samples", "media", "photos", "zebra.jpg"));

    /// <summary>Why a requirement isn't met; null when it is.</summary>
    public static string? Unmet(string name) => name switch
    {
        "media" => HasMedia ? null : "samples/media has no photographs: building src/native puts them there",
        _ => $"nobody knows the requirement '{name}'",
    };
}
