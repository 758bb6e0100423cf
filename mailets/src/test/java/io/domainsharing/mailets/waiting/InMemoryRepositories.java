// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryPath;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.mailrepository.memory.MemoryMailRepository;

/** Repositories of James's, of whatever protocol the test names. Thread-safe. */
public final class InMemoryRepositories implements MailRepositoryStore {
    private final Map<MailRepositoryUrl, MailRepository> all = new ConcurrentHashMap<>();
    private final Optional<Protocol> protocol;

    public InMemoryRepositories(Optional<Protocol> protocol) {
        this.protocol = protocol;
    }

    @Override
    public MailRepository select(MailRepositoryUrl url) {
        return all.computeIfAbsent(url, ignored -> new MemoryMailRepository());
    }

    @Override
    public Optional<Protocol> defaultProtocol() {
        return protocol;
    }

    @Override
    public Optional<MailRepository> get(MailRepositoryUrl url) {
        return Optional.ofNullable(all.get(url));
    }

    @Override
    public Stream<MailRepository> getByPath(MailRepositoryPath path) {
        return all.entrySet().stream()
                .filter(entry -> entry.getKey().getPath().equals(path))
                .map(Map.Entry::getValue);
    }

    @Override
    public Stream<MailRepositoryUrl> getUrls() {
        return all.keySet().stream();
    }
}
