using PostModern.Models.Registry;

namespace PostModern.Tests.Models;

/// <summary>The models beside the tests; what is converted goes to a folder that all tests share.</summary>
internal static class DefaultModels
{
    public static ModelRegistry Registry { get; } =
        ModelRegistry.Open(ModelRegistry.DefaultFolder, Path.Combine(AppContext.BaseDirectory, "converted-models"));
}
