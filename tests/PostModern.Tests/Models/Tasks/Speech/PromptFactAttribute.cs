namespace PostModern.Tests.Models.Tasks.Speech;

/// <summary>A test on the prompts of a telephone exchange.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PromptFactAttribute()
    : ConditionalFactAttribute(Directory.Exists(Folder) ? null : $"There is no {Folder} (Debian's package asterisk-core-sounds-en-wav).")
{
    internal const string Folder = "/usr/share/asterisk/sounds/en_US_f_Allison";
}
