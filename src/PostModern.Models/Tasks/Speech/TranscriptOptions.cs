using PostModern.Models.Signatures;

namespace PostModern.Models.Tasks.Speech;

/// <summary>How speech is to be written down, by models that know more than one language.</summary>
/// <param name="Language">What is spoken, as ISO 639 writes it, in any case: <c>de</c>; null to let the model hear it.</param>
/// <param name="IsTranslated">Whether it is written down in English.</param>
internal sealed record TranscriptOptions(string? Language = null, bool IsTranslated = false)
{
    private const string LanguageOption = "language";
    private const string TaskOption = "task";

    /// <summary>The names of the options in SQL.</summary>
    internal static IReadOnlyList<string> Names { get; } = [LanguageOption, TaskOption];

    /// <exception cref="PostModern.Arrow.Errors.ServerException">InvalidInput: a task that there is not.</exception>
    internal static TranscriptOptions Of(TaskOptions options) => new(
        options.Text(LanguageOption),
        options.Text(TaskOption) switch
        {
            null or "transcribe" => false,
            "translate" => true,
            var other => throw options.Invalid($"has no task => '{other}'. Write 'transcribe', or 'translate' for English whatever is spoken."),
        });
}
