package dev.trivet.api.content;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;

import java.util.concurrent.CompletableFuture;

/**
 * The outcome of a {@code Uni} as a future that carries no contexts along from step to step. Reading needs none: it asks for
 * nothing that belongs to a request once it is under way.
 */
final class PlainStage<T> implements UniSubscriber<T> {

    private final CompletableFuture<T> result = new CompletableFuture<>();

    private PlainStage() {}

    static <T> CompletableFuture<T> of(Uni<T> uni) {
        var stage = new PlainStage<T>();
        uni.subscribe().withSubscriber(stage);
        return stage.result;
    }

    @Override
    public void onSubscribe(UniSubscription subscription) {
        // Nobody cancels: what is loaded is for others too.
    }

    @Override
    public void onItem(T item) {
        result.complete(item);
    }

    @Override
    public void onFailure(Throwable failure) {
        result.completeExceptionally(failure);
    }
}
