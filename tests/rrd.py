"""Reads recordings back, as any program can."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from rerun.chunk import RrdReader


@dataclass
class Entity:
    """What was logged of an entity.

    Attributes:
        rows: How many rows each component has that change over time.
        static: The components that do not.
        types: The component type of each component, without Rerun's prefix.
        values: All values of each component, as (second, values) in the order of time; none of
            pictures and files, which are large.
    """

    rows: dict = field(default_factory=lambda: defaultdict(int))
    static: set = field(default_factory=set)
    types: dict = field(default_factory=dict)
    values: dict = field(default_factory=lambda: defaultdict(list))


def read_rrd(path):
    """The entities of a recording by their paths."""
    reader = RrdReader(path)
    (store,) = reader.recordings()
    entities = defaultdict(Entity)
    for chunk in reader.stream(store=store):
        entity, batch = entities[chunk.entity_path], chunk.to_record_batch()
        times = None if chunk.is_static else batch.column("time").cast("int64").to_numpy()
        for column in batch.schema:
            if (column.metadata or {}).get(b"rerun:kind") != b"data":
                continue
            kind = column.metadata[b"rerun:component_type"].decode()
            entity.types[column.name] = kind.removeprefix("rerun.components.")
            count = batch.num_rows
            large = entity.types[column.name] in {"Blob", "ImageBuffer"}
            values = [None] * count if large else batch.column(column.name).to_pylist()
            if chunk.is_static:
                entity.static.add(column.name)
                entity.values[column.name] += [(-np.inf, value) for value in values]
            else:
                entity.rows[column.name] += len(values)
                seconds = (times / 1e9).tolist()
                entity.values[column.name] += zip(seconds, values, strict=True)
    for entity in entities.values():
        for values in entity.values.values():
            values.sort(key=lambda pair: pair[0])
    return dict(entities)
