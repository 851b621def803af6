namespace PostModern.Tests.Models;

/// <summary>Test classes with this collection share one <see cref="ModelFixture"/>.</summary>
[CollectionDefinition(Name)]
public sealed class ModelCollection : ICollectionFixture<ModelFixture>
{
    public const string Name = "models";
}
