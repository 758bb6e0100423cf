// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.rabbitmq;

import com.google.common.io.ByteSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.james.blob.api.BlobId;
import org.apache.james.blob.api.BlobStoreDAO;
import org.apache.james.blob.api.BucketName;
import org.apache.james.blob.api.ObjectNotFoundException;
import org.apache.james.blob.api.ObjectStoreIOException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Blobs in files, a folder for each bucket, which several servers may share. Any thread. */
final class FileBlobs implements BlobStoreDAO {
    private final Path folder;
    private final BlobId.Factory ids;

    FileBlobs(Path folder, BlobId.Factory ids) {
        this.folder = folder;
        this.ids = ids;
    }

    @Override
    public InputStream read(BucketName bucket, BlobId id) {
        return new ByteArrayInputStream(bytes(bucket, id));
    }

    @Override
    public Publisher<InputStream> readReactive(BucketName bucket, BlobId id) {
        return Mono.fromCallable(() -> read(bucket, id)).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Publisher<byte[]> readBytes(BucketName bucket, BlobId id) {
        return Mono.fromCallable(() -> bytes(bucket, id)).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Publisher<Void> save(BucketName bucket, BlobId id, byte[] data) {
        return onDisk(() -> {
            Path file = file(bucket, id);
            Files.createDirectories(file.getParent());
            // In one step: another server reads a whole blob, or none.
            Path unfinished = Files.createTempFile(folder, "unfinished", "");
            Files.write(unfinished, data);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    @Override
    public Publisher<Void> save(BucketName bucket, BlobId id, InputStream data) {
        return Mono.fromCallable(data::readAllBytes)
                .flatMap(bytes -> Mono.from(save(bucket, id, bytes)))
                .subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Publisher<Void> save(BucketName bucket, BlobId id, ByteSource data) {
        return Mono.fromCallable(data::read)
                .flatMap(bytes -> Mono.from(save(bucket, id, bytes)))
                .subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Publisher<Void> delete(BucketName bucket, BlobId id) {
        return onDisk(() -> Files.deleteIfExists(file(bucket, id)));
    }

    @Override
    public Publisher<Void> delete(BucketName bucket, Collection<BlobId> ids) {
        return Flux.fromIterable(ids).concatMap(id -> delete(bucket, id)).then();
    }

    @Override
    public Publisher<Void> deleteBucket(BucketName bucket) {
        return Flux.from(listBlobs(bucket))
                .concatMap(id -> delete(bucket, id))
                .then(Mono.from(onDisk(() -> Files.deleteIfExists(folder(bucket)))));
    }

    @Override
    public Publisher<BucketName> listBuckets() {
        return Flux.defer(() -> Flux.fromIterable(names(folder, Files::isDirectory)))
                .map(BucketName::of)
                .subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Publisher<BlobId> listBlobs(BucketName bucket) {
        return Flux.defer(() -> Flux.fromIterable(names(folder(bucket), Files::isRegularFile)))
                .map(ids::from)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private byte[] bytes(BucketName bucket, BlobId id) {
        try {
            return Files.readAllBytes(file(bucket, id));
        } catch (NoSuchFileException e) {
            throw new ObjectNotFoundException("No blob " + id.asString() + " in " + bucket.asString(), e);
        } catch (IOException e) {
            throw new ObjectStoreIOException("Blob " + id.asString() + " is not to be read", e);
        }
    }

    private static List<String> names(Path folder, java.util.function.Predicate<Path> kind) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(kind)
                    .map(entry -> URLDecoder.decode(entry.getFileName().toString(), StandardCharsets.UTF_8))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(BucketName bucket, BlobId id) {
        // An id may have slashes.
        return folder(bucket).resolve(URLEncoder.encode(id.asString(), StandardCharsets.UTF_8));
    }

    private Path folder(BucketName bucket) {
        return folder.resolve(bucket.asString());
    }

    private interface Work {
        void run() throws IOException;
    }

    private static Publisher<Void> onDisk(Work work) {
        return Mono.<Void>fromCallable(() -> {
                    work.run();
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }
}
