using PostModern.Arrow.Errors;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Catalog;

/// <summary>Where a statement's changes go: into the warehouse at once, or into a transaction.</summary>
internal interface IChangeSink
{
    /// <summary>Takes a change of a dataset.</summary>
    /// <exception cref="ServerException">Conflict: somebody else came first.</exception>
    Task ChangeAsync(Dataset dataset, Transaction change, ChangeNote note, CancellationToken cancellation);

    /// <summary>Takes a new dataset, which it owns from now on.</summary>
    /// <param name="draft">The declared dataset.</param>
    /// <param name="content">Its first rows.</param>
    /// <param name="note">How it came to be.</param>
    /// <param name="cancellation">Stops before anything is visible.</param>
    /// <exception cref="ServerException">AlreadyExists: the name is taken by now.</exception>
    Task CreateAsync(DatasetDraft draft, Transaction content, ChangeNote note, CancellationToken cancellation);

    /// <summary>Takes the end of a dataset.</summary>
    /// <exception cref="ServerException">NotFound: it is gone already.</exception>
    Task DropAsync(Dataset dataset, CancellationToken cancellation);
}
