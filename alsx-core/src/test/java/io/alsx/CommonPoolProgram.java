// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Runs stages on the common pool, of whatever size the virtual machine was told to make it. */
final class CommonPoolProgram {

    private static final AsyncLocalStorage<String> STORAGE = new AsyncLocalStorage<>();

    private CommonPoolProgram() {}

    /** Ends with an exception, and so with a code other than 0, if a store is lost or mixed up. */
    public static void main(String[] arguments) throws Exception {
        List<CompletableFuture<String>> seen = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            STORAGE.run("store " + i, () -> seen.add(stages()));
        }
        for (int i = 0; i < seen.size(); i++) {
            String expected = "store " + i;
            check(String.join(",", List.of(expected, expected, expected, expected)), seen.get(i));
        }
        check("null", ContextFutures.supplyAsync(CommonPoolProgram::store));
        check("null", ContextFutures.supplyAsync(CommonPoolProgram::store, ForkJoinPool.commonPool()));
        List<CompletableFuture<String>> bare = IntStream.range(0, 50)
                .mapToObj(i -> CompletableFuture.supplyAsync(CommonPoolProgram::store))
                .toList();
        for (CompletableFuture<String> future : bare) {
            check("null", future);
        }
        check(
                "true",
                ContextFutures.supplyAsync(CommonPoolProgram::runsOnACommonPoolThread, ForkJoinPool.commonPool())
                        .thenCombine(
                                CompletableFuture.supplyAsync(
                                        CommonPoolProgram::runsOnACommonPoolThread, ForkJoinPool.commonPool()),
                                (ours, theirs) -> "" + ours.equals(theirs)));
        System.out.println("parallelism " + ForkJoinPool.getCommonPoolParallelism());
    }

    private static CompletableFuture<String> stages() {
        return ContextFutures.supplyAsync(CommonPoolProgram::storeAndLeaveAnother)
                .thenApplyAsync(before -> before + "," + storeAndLeaveAnother())
                .thenApplyAsync(before -> before + "," + storeAndLeaveAnother(), ForkJoinPool.commonPool())
                .thenApply(before -> before + "," + storeAndLeaveAnother());
    }

    private static String storeAndLeaveAnother() {
        String store = store();
        STORAGE.enterWith("left behind");
        return store;
    }

    private static String store() {
        return String.valueOf(STORAGE.getStore());
    }

    private static String runsOnACommonPoolThread() {
        return "" + ForkJoinPool.commonPool().equals(poolOf(Thread.currentThread()));
    }

    private static Object poolOf(Thread thread) {
        return thread instanceof ForkJoinWorkerThread worker ? worker.getPool() : "none";
    }

    private static void check(String expected, CompletableFuture<String> future) throws Exception {
        String found = future.get(20, TimeUnit.SECONDS);
        if (!found.equals(expected)) {
            throw new AssertionError("expected " + expected + ", found " + found);
        }
    }
}
