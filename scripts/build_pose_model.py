"""Builds models/pose_landmarker_full.task, the pose model that ships with fitcoach.

mediapipe's newer wheels hold no model; those up to 0.10.21 hold the two TFLite models of the old
pose solution. This script takes them out of one pinned wheel and packs them the way the Tasks
`PoseLandmarker` of today wants them. Run it twice and the bytes are the same.

    python scripts/build_pose_model.py            # into models/
    python scripts/build_pose_model.py elsewhere/ # to compare
"""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final

import flatbuffers
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema
from mediapipe.tasks.metadata import schema_py_generated as tflite_schema

REQUIREMENT: Final = "mediapipe==0.10.21"
# One wheel of the release, whatever machine this runs on: the sum below is that wheel's.
PLATFORM: Final = ("manylinux_2_28_x86_64", "cp311", "3.11")
WHEEL_SHA256: Final = "05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3"

DETECTOR: Final = "mediapipe/modules/pose_detection/pose_detection.tflite"
LANDMARKS: Final = "mediapipe/modules/pose_landmark/pose_landmark_full.tflite"
LICENCE: Final = "mediapipe-0.10.21.dist-info/LICENSE"
METADATA: Final = "TFLITE_METADATA"
ALIGNMENT: Final = 4
HEADER: Final = 30  # bytes of a zip's local header before the name
BUNDLE: Final = "pose_landmarker_full.task"


def main() -> None:
    """Downloads the wheel, builds the bundle, writes it with its sum and its licence."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "models"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, zipfile.ZipFile(download(scratch)) as wheel:
        # Pixels reach the detector as -1..1 and the landmark model as 0..1.
        models = {
            "pose_detector.tflite": normalised(wheel.read(DETECTOR), mean=127.5, std=127.5),
            "pose_landmarks_detector.tflite": normalised(wheel.read(LANDMARKS), mean=0, std=255),
        }
        licence = wheel.read(LICENCE)
    bundle = folder / BUNDLE
    pack(bundle, models)
    total = hashlib.sha256(bundle.read_bytes()).hexdigest()
    (folder / "SHA256SUMS").write_text(f"{total}  {BUNDLE}\n")
    (folder / "LICENSE-mediapipe").write_bytes(licence)
    print(f"{total}  {bundle}")


def download(folder: str) -> Path:
    """Fetches the pinned wheel with pip and checks its sum."""
    platform, abi, python = PLATFORM
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder),
            *("--only-binary=:all:", "--implementation=cp", f"--platform={platform}"),
            *(f"--abi={abi}", f"--python-version={python}", REQUIREMENT),
        ],
        check=True,
    )
    (wheel,) = Path(folder).glob("*.whl")
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != WHEEL_SHA256:
        sys.exit(f"{wheel.name}: its SHA-256 is {found}, {WHEEL_SHA256} is expected.")
    return wheel


def normalised(model: bytes, mean: float, std: float) -> bytes:
    """Writes into a TFLite model how pixels are to be normalised: (pixel - mean) / std."""
    tree = tflite_schema.ModelT.InitFromObj(tflite_schema.Model.GetRootAsModel(model, 0))
    graph = tree.subgraphs[0]
    content = tflite_schema.BufferT()
    content.data = normalisation(len(graph.inputs), len(graph.outputs), mean, std)
    entries = {entry.name.decode(): entry for entry in tree.metadata}
    if METADATA in entries:  # the detector brings some of its own, which names another model
        tree.buffers[entries[METADATA].buffer] = content
    else:
        entry = tflite_schema.MetadataT()
        entry.name, entry.buffer = METADATA, len(tree.buffers)
        tree.metadata.append(entry)
        tree.buffers.append(content)
    builder = flatbuffers.Builder(len(model))
    builder.Finish(tree.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def normalisation(inputs: int, outputs: int, mean: float, std: float) -> bytes:
    """The metadata itself; the loader wants an entry for each tensor, even an empty one."""
    options = metadata_schema.NormalizationOptionsT()
    options.mean, options.std = [mean], [std]
    unit = metadata_schema.ProcessUnitT()
    unit.optionsType = metadata_schema.ProcessUnitOptions.NormalizationOptions
    unit.options = options

    image = metadata_schema.ContentT()
    image.contentPropertiesType = metadata_schema.ContentProperties.ImageProperties
    image.contentProperties = metadata_schema.ImagePropertiesT()
    image.contentProperties.colorSpace = metadata_schema.ColorSpaceType.RGB

    graph = metadata_schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [metadata_schema.TensorMetadataT() for _ in range(inputs)]
    graph.outputTensorMetadata = [metadata_schema.TensorMetadataT() for _ in range(outputs)]
    graph.inputTensorMetadata[0].content = image
    graph.inputTensorMetadata[0].processUnits = [unit]

    root = metadata_schema.ModelMetadataT()
    root.subgraphMetadata = [graph]
    root.minParserVersion = "1.0.0"
    builder = flatbuffers.Builder(0)
    builder.Finish(root.Pack(builder), b"M001")
    return bytes(builder.Output())


def pack(path: Path, models: dict[str, bytes]) -> None:
    """Zips models uncompressed, each starting at a multiple of four, to be mapped into memory."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as bundle:
        for name, content in models.items():
            entry = zipfile.ZipInfo(name)  # dated 1980, so that the bytes stay the same
            entry.create_system = 3  # else it says on which system it was built
            # The loader takes no padding in the header's extra field; it goes before the header.
            assert bundle.fp is not None
            content_start = bundle.fp.tell() + HEADER + len(name)
            bundle.fp.write(bytes(-content_start % ALIGNMENT))
            bundle.start_dir = bundle.fp.tell()
            bundle.writestr(entry, content)


if __name__ == "__main__":
    main()
