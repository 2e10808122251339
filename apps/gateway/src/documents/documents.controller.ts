import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../access/allow.js';
import { asyncApiDocument } from './asyncapi.js';

@ApiExcludeController()
@Controller()
export class DocumentsController {
  private readonly asyncApi = JSON.stringify(asyncApiDocument());

  @Get('asyncapi.json')
  @Allow('anybody')
  @Header('content-type', 'application/json; charset=utf-8')
  asyncapi(): string {
    return this.asyncApi;
  }
}
