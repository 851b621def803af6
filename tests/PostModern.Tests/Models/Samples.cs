using PostModern.Testing;

namespace PostModern.Tests.Models;

/// <summary>The photographs, labels and recordings that the build restores.</summary>
internal static class Samples
{
    public static string Photo(string name) => Repository.Path("samples", "media", "photos", name);

    public static string Speech(string name) => Repository.Path("samples", "media", "speech", name);

    public static string Label(string name) => Repository.Path("samples", "media", "labels", name);

    /// <summary>The text that a label was drawn from.</summary>
    public static string LabelText(string name) => File.ReadAllText(Repository.Path("samples", "labels", name)).Trim();
}
