using System.Text.RegularExpressions;
using PostModern.Arrow.Errors;
using PostModern.Models.Registry;

namespace PostModern.Models.Hub;

/// <summary>Where a pulled model goes: a folder of its name, which appears as a whole.</summary>
internal sealed partial class ModelPlace
{
    private readonly string _root;
    private readonly string _folder;

    /// <exception cref="ServerException">InvalidInput: no name for a model.</exception>
    internal ModelPlace(string root, string name)
    {
        if (!GoodName().IsMatch(name))
        {
            throw new ServerException(ErrorCode.InvalidInput, $"'{name}' can't be a model's name: letters, digits, '-', '_' and '.' make it up, a letter or digit first.");
        }

        (_root, Name) = (root, name);
        _folder = Path.Combine(root, name);
    }

    internal string Name { get; }

    /// <summary>Keeps other processes from pulling the same model; dispose it to let them.</summary>
    /// <exception cref="ServerException">Conflict: another one does it now.</exception>
    internal IDisposable Lock()
    {
        Directory.CreateDirectory(_root);
        try
        {
            return new FileStream(Path.Combine(_root, $".{Name}.lock"), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException error)
        {
            throw new ServerException(ErrorCode.Conflict, $"The model '{Name}' is being pulled by another process. Wait for it.", error);
        }
    }

    /// <summary>The model that has the name now; null for none.</summary>
    /// <exception cref="ServerException">AlreadyExists: it is another repository's.</exception>
    internal ModelManifest? Installed(HubReference reference)
    {
        if (!Directory.Exists(_folder))
        {
            return null;
        }

        var manifest = ModelManifest.Load(Path.Combine(_folder, "manifest.json"));
        return manifest.Source.StartsWith($"hf://{reference.Repository}@", StringComparison.OrdinalIgnoreCase)
            ? manifest
            : throw new ServerException(ErrorCode.AlreadyExists, $"There is a model '{Name}' already, from {manifest.Source}. Give this one another name.");
    }

    /// <summary>The folder that a commit's files gather in; what an earlier try left there is still there.</summary>
    internal string Stage(HubReference pinned)
    {
        var staging = Path.Combine(_root, $".{Name}-{pinned.Revision}");
        foreach (var other in Directory.EnumerateDirectories(_root, $".{Name}-*").Where(other => other != staging))
        {
            // Of this model, not of one whose name goes on where this one's ends.
            if (LeftOver().IsMatch(Path.GetFileName(other)[(Name.Length + 1)..]))
            {
                Directory.Delete(other, recursive: true);
            }
        }

        return Directory.CreateDirectory(staging).FullName;
    }

    /// <summary>Puts a whole model into its place. A server that runs keeps the files of the old one open until it loads the new one.</summary>
    internal void Install(string staging)
    {
        if (Directory.Exists(_folder))
        {
            var old = $"{staging}-old";
            Directory.Move(_folder, old);
            Directory.Move(staging, _folder);
            Directory.Delete(old, recursive: true);
        }
        else
        {
            Directory.Move(staging, _folder);
        }
    }

    internal PulledModel Describe(ModelManifest manifest, bool isNew, string? note = null) =>
        new(Name, manifest.Source, manifest.Task, _folder, manifest.Files.Sum(file => file.Bytes), isNew, note);

    [GeneratedRegex(@"^[A-Za-z0-9][\w.-]{0,95}$", RegexOptions.CultureInvariant)]
    private static partial Regex GoodName();

    [GeneratedRegex("^-[0-9a-f]{40}(-old)?$", RegexOptions.CultureInvariant)]
    private static partial Regex LeftOver();
}
