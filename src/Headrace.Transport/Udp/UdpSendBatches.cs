namespace Headrace.Transport.Udp;

/// <summary>The batches that were made last, so that whoever sends the same after the first one finds it ready: a few, used in turn. Single-threaded.</summary>
public sealed class UdpSendBatches
{
    private const int Places = 4;

    private readonly Place[] _places = [.. Enumerable.Range(0, Places).Select(_ => new Place())];
    private int _next;

    /// <summary>The batch of what a group has from an offset on, valid until the next call; <paramref name="end"/> is where the next one begins.</summary>
    public UdpSendBatch Get(IDatagramGroup group, int from, out int end)
    {
        Place place = Find(group, from) ?? Make(group, from);
        end = place.End;
        return place.Batch;
    }

    private Place? Find(IDatagramGroup group, int from)
    {
        foreach (Place place in _places)
        {
            if (ReferenceEquals(place.Group, group) && place.From == from) return place;
        }

        return null;
    }

    private Place Make(IDatagramGroup group, int from)
    {
        Place place = _places[_next];
        _next = (_next + 1) % Places;
        (place.Group, place.From) = (group, from);
        place.Batch.Clear();
        place.End = group.Fill(place.Batch, from);
        return place;
    }

    private sealed class Place
    {
        private UdpSendBatch? _batch;

        public IDatagramGroup? Group { get; set; }

        public int From { get; set; }

        public int End { get; set; }

        public UdpSendBatch Batch => _batch ??= new UdpSendBatch();
    }
}
