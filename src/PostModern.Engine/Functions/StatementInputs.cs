using PostModern.Arrow.Arrays;
using PostModern.Lake.Lineage;
using PostModern.Lake.Objects;

namespace PostModern.Engine.Functions;

/// <summary>The listings and objects that a running statement has read, for its recipe. Several threads may tell it at once.</summary>
internal sealed class StatementInputs
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Function, string Pattern), Listing> _listings = [];
    private readonly ObjectDigest _objects = new();
    private readonly HashSet<string> _failed = [];
    private readonly List<ModelUse> _bound = [];

    /// <summary>In the order in which they were first read.</summary>
    public IReadOnlyList<ListingInput> Listings
    {
        get
        {
            lock (_lock)
            {
                return [.. _listings.Select(l => new ListingInput(
                    l.Key.Function, l.Key.Pattern, l.Value.Objects.Count, l.Value.Objects.ToHash(), l.Value.IsComplete))];
            }
        }
    }

    /// <summary>What the model functions were given; null for nothing.</summary>
    public ObjectInput? Objects
    {
        get
        {
            lock (_lock)
            {
                return _objects.Count > 0 ? new ObjectInput(_objects.Count, _objects.ToHash()) : null;
            }
        }
    }

    /// <summary>The objects that a model could not answer for.</summary>
    public IReadOnlyCollection<string> Failed
    {
        get
        {
            lock (_lock)
            {
                return [.. _failed];
            }
        }
    }

    /// <summary>The models that its functions mean, called or not.</summary>
    public IReadOnlyList<ModelUse> Bound
    {
        get
        {
            lock (_lock)
            {
                return [.. _bound];
            }
        }
    }

    /// <summary>Notes a model that a function means.</summary>
    public void AddBound(ModelUse model)
    {
        lock (_lock)
        {
            _bound.Add(model);
        }
    }

    /// <summary>Notes an entry of a listing; null at its end.</summary>
    public void AddListed(string function, string pattern, ObjectListing? entry)
    {
        lock (_lock)
        {
            if (!_listings.TryGetValue((function, pattern), out var listing))
            {
                _listings.Add((function, pattern), listing = new Listing());
            }

            if (entry is null)
            {
                listing.IsComplete = true;
            }
            else
            {
                listing.Objects.Add(entry.Obj?.Uri ?? entry.Path, entry.Version ?? entry.Etag ?? entry.Error);
            }
        }
    }

    /// <summary>Notes whole listings that were made when the statement was planned, as those that <c>files(pattern)</c> gives.</summary>
    public void AddListings(IEnumerable<(string Pattern, IReadOnlyList<ObjectListing> Objects)> listings)
    {
        foreach (var (pattern, objects) in listings)
        {
            foreach (var entry in objects)
            {
                AddListed("files", pattern, entry);
            }

            AddListed("files", pattern, null);
        }
    }

    /// <summary>Notes the objects in a model function's input.</summary>
    public void AddObjects(Column input)
    {
        if (!input.Type.Equals(ObjectRef.ArrowType))
        {
            return;
        }

        lock (_lock)
        {
            for (var row = 0; row < input.Length; row++)
            {
                if (ObjectRef.Read(input, row) is { } obj)
                {
                    _objects.Add(obj.Uri, obj.Version ?? obj.Etag);
                }
            }
        }
    }

    /// <summary>Notes an object that a function looked at.</summary>
    /// <param name="uri">Where it is.</param>
    /// <param name="identity">Its version or etag, or what is wrong with it.</param>
    public void AddObject(string uri, string? identity)
    {
        lock (_lock)
        {
            _objects.Add(uri, identity);
        }
    }

    /// <param name="uri">The object, or a part of it.</param>
    public void AddFailed(string uri)
    {
        lock (_lock)
        {
            _failed.Add(ObjectUri.SplitFragment(uri).Object);
        }
    }

    private sealed class Listing
    {
        public ObjectDigest Objects { get; } = new();

        public bool IsComplete { get; set; }
    }
}
