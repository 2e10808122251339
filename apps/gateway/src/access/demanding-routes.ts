import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { demandOf } from './demand-of.js';

type Handlers = Record<string, object>;

/** A route of which nobody said who may call it is a mistake: the gateway does not start with one. */
@Injectable()
export class DemandingRoutes implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const handlers = metatype.prototype as Handlers;
      return this.scanner
        .getAllMethodNames(handlers)
        .filter((name) => Reflect.hasMetadata(PATH_METADATA, handlers[name] ?? {}))
        .filter((name) => demandOf(this.reflector, handlers[name], metatype) === undefined)
        .map((name) => `${metatype.name}.${name}`);
    });
    if (open.length > 0) {
      throw new Error(`These routes do not say who may call them, with @Allow(...): ${open.join(', ')}`);
    }
  }
}
