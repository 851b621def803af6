namespace PostModern.Tests.Models.Media;

/// <summary>A test that runs ffmpeg or poppler.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MediaFactAttribute : FactAttribute
{
    /// <param name="programs">What it runs.</param>
    public MediaFactAttribute(params string[] programs)
    {
        if (Array.Find(programs, p => !IsInstalled(p)) is { } missing)
        {
            Skip = $"There is no {missing} on the PATH (Debian's packages ffmpeg and poppler-utils).";
        }
    }

    internal static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
