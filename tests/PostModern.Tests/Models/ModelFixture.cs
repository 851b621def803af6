using PostModern.Lake.Objects;
using PostModern.Models;
using PostModern.Models.Media;

namespace PostModern.Tests.Models;

/// <summary>The default models, loaded once for all test classes that share it; it has no cache.</summary>
public sealed class ModelFixture : IAsyncLifetime
{
    public ModelRuntime Runtime { get; } = new(Options);

    /// <summary>As every runtime of the tests is made.</summary>
    internal static ModelRuntimeOptions Options => new()
    {
        CacheFolder = Path.Combine(AppContext.BaseDirectory, "converted-models"),
        Objects = new ObjectStores(),
        Contents = new ObjectContents(new ObjectStores()),
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Runtime.DisposeAsync();
}
