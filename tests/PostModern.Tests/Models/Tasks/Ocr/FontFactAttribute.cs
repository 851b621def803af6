namespace PostModern.Tests.Models.Tasks.Ocr;

/// <summary>A test that sets text in the DejaVu fonts.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FontFactAttribute()
    : ConditionalFactAttribute(Directory.Exists(Folder) ? null : $"There is no {Folder} (Debian's package fonts-dejavu-core).")
{
    private const string Folder = "/usr/share/fonts/truetype/dejavu";
}
