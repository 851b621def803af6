using System.Diagnostics;

namespace PostModern.Tests.Lake.Copies;

/// <summary>A test that needs a small file system of its own, which only the superuser can mount, and not in every container.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MountFactAttribute() : ConditionalFactAttribute(s_isPossible.Value ? null : "A file system can't be mounted here.")
{
    private static readonly Lazy<bool> s_isPossible = new(() => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && CanMount());

    public static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    public static bool Mount(string folder) => Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder);

    private static bool CanMount()
    {
        var folder = Directory.CreateTempSubdirectory("postmodern-mount-");
        var isMounted = Mount(folder.FullName) && Run("umount", folder.FullName);
        folder.Delete();
        return isMounted;
    }
}
