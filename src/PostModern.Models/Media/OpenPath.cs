using System.Globalization;

namespace PostModern.Models.Media;

/// <summary>The path under which other programs read a file that this one has open.</summary>
/// <remarks>On Linux it leads to the very file, whatever has become of its name since it was opened and checked, and no text of a user's is in it.</remarks>
internal static class OpenPath
{
    public static string Of(FileStream file) => OperatingSystem.IsLinux()
        ? string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{file.SafeFileHandle.DangerousGetHandle()}")
        : file.Name;
}
