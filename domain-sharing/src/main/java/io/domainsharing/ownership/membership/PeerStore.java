// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.disk.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.commons.configuration2.ex.ConfigurationException;

/**
 * The peers that came at run time, added by an operator or found by MX, on disk: {@code peers.xml} beside the owner cache, in
 * the words of {@code <peers>} of {@code domainsharing.xml} (docs/adr/0009-peers-at-run-time.md). Holds secrets, so only the
 * account of the server may read it. Replaced as a whole: a process that dies at any moment, or a power cut, leaves the old
 * file or the new one. Used by one thread at a time; blocks.
 */
final class PeerStore implements PeerStorage {
    static final String FILE = "peers.xml";

    private static final String UNFINISHED = FILE + ".new";

    private final Path folder;
    private final Path file;

    PeerStore(Path folder) {
        this.folder = folder;
        this.file = folder.resolve(FILE);
    }

    /** {@inheritDoc} No file means no peers. */
    @Override
    public StoredPeers load() {
        try {
            if (Files.notExists(file)) {
                return StoredPeers.NOTHING;
            }
            OwnerOnly.prepare(folder, file);
        } catch (IOException e) {
            throw unusable("cannot be read: " + e, e);
        }
        try {
            return PeersXml.read(readAll());
        } catch (IOException e) {
            throw unusable(String.valueOf(e.getMessage()), e);
        }
    }

    private byte[] readAll() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unusable("cannot be read: " + e, e);
        }
    }

    private UncheckedIOException unusable(String problem, IOException cause) {
        return new UncheckedIOException(
                file + ", which holds the peers added at run time: " + problem
                        + ". Mend it (it is written like <peers> in "
                        + BadConfigurationException.FILE
                        + "), or move it away and add these peers again through WebAdmin",
                cause);
    }

    @Override
    public StoredPeers begin(StoredPeers loaded) {
        return loaded;
    }

    /** {@inheritDoc} Nobody else writes it. */
    @Override
    public StoredPeers read(StoredPeers last) {
        return last;
    }

    /** {@inheritDoc} Which mail is kept is nothing that a restart remembers. */
    @Override
    public boolean save(StoredPeers before, StoredPeers next) throws IOException {
        write(next.withoutKept());
        return true;
    }

    private void write(StoredPeers content) throws IOException {
        Path unfinished = folder.resolve(UNFINISHED);
        Files.deleteIfExists(unfinished);
        OwnerOnly.prepare(folder, unfinished);
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            PeersXml.write(content, Channels.newOutputStream(channel));
            channel.force(true);
        } catch (ConfigurationException e) {
            throw new IOException(unfinished + " cannot be written", e);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        forceRename();
    }

    @Override
    public boolean isShared() {
        return false;
    }

    // Not every platform opens a folder; there the rename is as durable as the platform makes it.
    private void forceRename() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }
}
