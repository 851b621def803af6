namespace PostModern.Tests.Models.Media;

/// <summary>A test that runs ffmpeg or poppler.</summary>
/// <param name="programs">What it runs.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MediaFactAttribute(params string[] programs) : ConditionalFactAttribute(Missing(programs))
{
    internal static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string? Missing(string[] programs) => Array.Find(programs, program => !IsInstalled(program)) is { } missing
        ? $"There is no {missing} on the PATH (Debian's packages ffmpeg and poppler-utils)."
        : null;
}
